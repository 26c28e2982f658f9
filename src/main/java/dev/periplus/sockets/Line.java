package dev.periplus.sockets;

import java.util.ArrayList;
import java.util.List;

/** A line of a saved file and its words. */
final class Line {
    static final long NO_NUMBER = -1;

    private static final int MOST_DIGITS = 10;

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();

    Line(String text) {
        this.text = text;
        int at = 0;
        while (at < text.length()) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            int from = at;
            while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at > from) {
                words.add(text.substring(from, at));
                starts.add(from);
            }
        }
    }

    String text() {
        return text;
    }

    boolean isBlank() {
        return words.isEmpty();
    }

    int size() {
        return words.size();
    }

    /** A word, or "" where there are not so many. */
    String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /** Its number, or {@link #NO_NUMBER}. */
    long number(int index) {
        return number(word(index));
    }

    /** The text from a word to the end of the line. */
    String from(int index) {
        return text.substring(starts.get(index)).stripTrailing();
    }

    /** The value of one to ten decimal digits, else {@link #NO_NUMBER}. */
    static long number(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return NO_NUMBER;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_NUMBER;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}

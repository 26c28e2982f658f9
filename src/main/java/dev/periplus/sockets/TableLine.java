package dev.periplus.sockets;

import java.util.ArrayList;
import java.util.List;

/** A line of a saved table, split into words. */
final class TableLine {
    static final long NO_NUMBER = -1;

    private static final int MOST_DIGITS = 10;

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();

    TableLine(String text) {
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

    /** Returns a word, or "" if there are fewer. */
    String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /** Returns a word as a number, or {@link #NO_NUMBER}. */
    long number(int index) {
        return number(word(index));
    }

    /** Returns the text from a word to the end of the line. */
    String from(int index) {
        return text.substring(starts.get(index)).stripTrailing();
    }

    /** Parses one to ten decimal digits; returns {@link #NO_NUMBER} for anything else. */
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

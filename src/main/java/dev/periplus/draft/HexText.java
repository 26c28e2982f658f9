package dev.periplus.draft;

import java.util.ArrayList;
import java.util.List;

/** Formats bytes as rule files write them: pairs of hex digits, and text in quotes. */
final class HexText {
    private static final int LEAST_TEXT = 3;
    private static final int MOST_TEXT = 48;

    private HexText() {}

    /** Returns the bytes as words, to be joined with spaces. In YAML only a leading quote needs quoting. */
    static List<String> bytes(byte[] bytes, int from, int to) {
        List<String> words = new ArrayList<>();
        for (int at = from; at < to; ) {
            int end = at;
            while (end < to && end - at < MOST_TEXT && isPlain(bytes[end])) {
                end++;
            }
            if (end - at >= LEAST_TEXT) {
                StringBuilder text = new StringBuilder("'");
                for (; at < end; at++) {
                    text.append((char) bytes[at]);
                }
                words.add(text.append('\'').toString());
            } else {
                words.add(hex(bytes[at++] & 0xff));
            }
        }
        return words;
    }

    static String hex(int value) {
        return "" + Character.forDigit(value >> 4, 16) + Character.forDigit(value & 0xf, 16);
    }

    /** Whether a character has no meaning in YAML, in patterns or to a terminal, and survives line folding. */
    private static boolean isPlain(byte value) {
        return value >= '0' && value <= '9'
                || value >= 'a' && value <= 'z'
                || value >= 'A' && value <= 'Z'
                || value == '-'
                || value == '.'
                || value == '/'
                || value == '_'
                || value == '=';
    }
}

package dev.periplus.text;

/**
 * Makes text from traffic, files and the system safe for terminals, tables and messages. A character is printable
 * unless a terminal might act on it, or it hides or reorders its neighbours, or may show as anything: control (C0, DEL,
 * C1) and format characters (bidirectional overrides, zero-width), line separators, unpaired surrogates, private-use and
 * unassigned characters.
 */
public final class Printable {
    private static final int SHORT = 40;

    private Printable() {}

    /** Whether a character (a code point) is printable. */
    private static boolean is(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static boolean isAscii(char c) {
        return c >= ' ' && c <= '~';
    }

    /**
     * Escapes what is not printable: control characters as {@code \xNN}, others as {@code \}{@code uNNNN}. Printable
     * text is returned as it is.
     */
    public static String of(String text) {
        int length = text.length();
        int i = 0;
        while (i < length && isAscii(text.charAt(i))) {
            i++;
        }
        if (i == length) {
            return text;
        }
        StringBuilder safe = new StringBuilder(length + 16).append(text, 0, i);
        while (i < length) {
            int c = text.codePointAt(i);
            if (is(c)) {
                safe.appendCodePoint(c);
            } else if (Character.isISOControl(c)) {
                hex(safe.append("\\x"), c, 2);
            } else {
                hex(safe.append("\\u"), c, 4);
            }
            i += Character.charCount(c);
        }
        return safe.toString();
    }

    /** Formats by hand: a format string per character is too slow for text full of such characters. */
    private static void hex(StringBuilder safe, int c, int least) {
        String digits = Integer.toHexString(c);
        safe.append("0".repeat(Math.max(0, least - digits.length()))).append(digits);
    }

    /** Escapes the first {@code most} chars of a text; a character beyond the BMP stays whole or is left out. */
    public static String of(String text, int most) {
        return of(cut(text, most));
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean within = most > 0 && Character.isSurrogatePair(text.charAt(most - 1), text.charAt(most));
        return text.substring(0, within ? most - 1 : most);
    }

    /**
     * Puts a text with line breaks on one line: runs of white space and control characters become one space, whatever
     * else is not printable is removed, and the ends are trimmed.
     */
    public static String folded(String text) {
        return isFolded(text) ? text : fold(text);
    }

    private static boolean isFolded(String text) {
        char before = ' ';
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!isAscii(c) || c == ' ' && before == ' ') {
                return false;
            }
            before = c;
        }
        return before != ' ' || text.isEmpty();
    }

    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        boolean gap = false;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
                gap = !folded.isEmpty();
            } else if (is(c)) {
                folded.append(gap ? " " : "").appendCodePoint(c);
                gap = false;
            }
        }
        return folded.toString();
    }

    /** Folds a text and cuts it to 40 characters, for quoting in a message. */
    public static String shortened(String text) {
        String folded = folded(text);
        return folded.length() <= SHORT ? folded : cut(folded, SHORT) + "...";
    }
}

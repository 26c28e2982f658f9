package dev.periplus.report;

/** Makes text from traffic safe for a terminal. */
public final class Printable {
    private Printable() {}

    /**
     * Returns the text with everything escaped that a terminal might act on, or that would hide or reorder its
     * neighbours: control characters as {@code \xNN}; format characters, line separators, unpaired surrogates,
     * private-use and unassigned characters as {@code \}{@code uNNNN}.
     */
    public static String of(String text) {
        int length = text.length();
        int i = 0;
        while (i < length && isPlain(text.charAt(i))) {
            i++;
        }
        if (i == length) {
            return text;
        }
        StringBuilder safe = new StringBuilder(length + 16).append(text, 0, i);
        while (i < length) {
            int c = text.codePointAt(i);
            append(safe, c);
            i += Character.charCount(c);
        }
        return safe.toString();
    }

    /** Splits hex digits into pairs separated by spaces. */
    public static String hexPairs(String hex) {
        StringBuilder pairs = new StringBuilder(hex.length() * 3 / 2);
        for (int i = 0; i < hex.length(); i += 2) {
            pairs.append(i == 0 ? "" : " ").append(hex, i, Math.min(i + 2, hex.length()));
        }
        return pairs.toString();
    }

    /** Converts hex digits to ASCII, with a dot for each byte that is not printable. */
    public static String ascii(String hex) {
        StringBuilder ascii = new StringBuilder(hex.length() / 2);
        for (int i = 0; i + 1 < hex.length(); i += 2) {
            int value = Character.digit(hex.charAt(i), 16) << 4 | Character.digit(hex.charAt(i + 1), 16);
            ascii.append(value >= 0x20 && value < 0x7f ? (char) value : '.');
        }
        return ascii.toString();
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x7f;
    }

    private static void append(StringBuilder safe, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL -> hex(safe.append("\\x"), c, 2);
            case Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> hex(safe.append("\\u"), c, 4);
            default -> safe.appendCodePoint(c);
        }
    }

    /** Formats by hand: a format string per character is too slow for text full of such characters. */
    private static void hex(StringBuilder safe, int c, int least) {
        String digits = Integer.toHexString(c);
        safe.append("0".repeat(Math.max(0, least - digits.length()))).append(digits);
    }
}

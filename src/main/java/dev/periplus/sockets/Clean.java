package dev.periplus.sockets;

/** Texts from outside, fit to be printed. */
final class Clean {
    static final int NAME = 256;
    static final int LONG_TEXT = 4096;

    private Clean() {}

    /** Control, format and unpaired surrogate characters become {@code ?}; what is longer is cut. */
    static String text(String text, int longest) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), longest));
        int at = 0;
        while (at < text.length() && clean.length() < longest) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            clean.appendCodePoint(isPlain(point) ? point : '?');
        }
        return clean.toString().strip();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}

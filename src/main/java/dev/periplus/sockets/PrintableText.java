package dev.periplus.sockets;

/** Makes text from the system and from files printable. */
final class PrintableText {
    static final int NAME = 256;
    static final int LONG_TEXT = 4096;

    private PrintableText() {}

    /**
     * Replaces control, format and unpaired surrogate characters with {@code ?} and cuts the text at {@code longest}
     * characters.
     */
    static String of(String text, int longest) {
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

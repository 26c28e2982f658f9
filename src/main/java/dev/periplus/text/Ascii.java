package dev.periplus.text;

/** Text for terminals that show ASCII only: each sign becomes one character, so that columns stay in place. */
public final class Ascii {
    private static final String SIGNS = "→≠×…›−·▁▂▃▄▅▆▇█";
    private static final String INSTEAD = ">!x~>-..:-=+*%#";

    private Ascii() {}

    /** Returns the text with every sign replaced; characters without a replacement become a question mark. */
    public static String of(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) < 0x80) {
            i++;
        }
        return i == text.length() ? text : replaced(text);
    }

    private static String replaced(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            int sign = SIGNS.indexOf(point);
            ascii.append(point < 0x80 ? (char) point : sign < 0 ? '?' : INSTEAD.charAt(sign));
        });
        return ascii.toString();
    }
}

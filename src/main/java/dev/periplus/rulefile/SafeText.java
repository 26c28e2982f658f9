package dev.periplus.rulefile;

/** Makes text from untrusted files safe to print in tables, terminals and messages. */
public final class SafeText {
    private static final int SHORT = 40;

    private SafeText() {}

    /**
     * Replaces runs of white space and control characters with one space, removes invisible format characters and trims
     * the ends.
     */
    public static String clean(String text) {
        return isClean(text) ? text : cleaned(text);
    }

    private static boolean isClean(String text) {
        char before = ' ';
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || c > '~' || c == ' ' && before == ' ') {
                return false;
            }
            before = c;
        }
        return before != ' ' || text.isEmpty();
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        boolean gap = false;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (Character.isWhitespace(point) || Character.isSpaceChar(point) || Character.isISOControl(point)) {
                gap = !clean.isEmpty();
            } else if (printable(point)) {
                if (gap) {
                    clean.append(' ');
                }
                gap = false;
                clean.appendCodePoint(point);
            }
        }
        return clean.toString();
    }

    private static boolean printable(int point) {
        int type = Character.getType(point);
        return type != Character.FORMAT && type != Character.SURROGATE && type != Character.UNASSIGNED;
    }

    /** Cleans a text and cuts it to 40 characters, for quoting in a message. */
    public static String shortened(String text) {
        String clean = clean(text);
        return clean.length() <= SHORT ? clean : clean.substring(0, SHORT) + "...";
    }
}

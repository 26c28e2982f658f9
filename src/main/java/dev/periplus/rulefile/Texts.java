package dev.periplus.rulefile;

/** Text from files nobody vouches for, made safe to print in a table, a terminal and a message. */
public final class Texts {
    private static final int SHORT = 40;

    private Texts() {}

    /** White space and control characters become one space, invisible format characters go, ends are trimmed. */
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

    /** For quoting in a message. */
    public static String shortened(String text) {
        String clean = clean(text);
        return clean.length() <= SHORT ? clean : clean.substring(0, SHORT) + "...";
    }
}

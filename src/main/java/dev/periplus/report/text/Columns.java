package dev.periplus.report.text;

import dev.periplus.report.Printable;
import java.util.ArrayList;
import java.util.List;

/** Text measured in columns of a terminal. Takes text that is {@link Printable}. */
final class Columns {
    private static final String ELLIPSIS = "…";

    private Columns() {}

    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += width(text.codePointAt(i));
        }
        return width;
    }

    /** Filled up with spaces behind, or cut at the end. */
    static String left(String text, int width) {
        String cut = cut(text, width);
        return cut + " ".repeat(width - width(cut));
    }

    /** Filled up with spaces before, or cut at the end. */
    static String right(String text, int width) {
        String cut = cut(text, width);
        return " ".repeat(width - width(cut)) + cut;
    }

    /** As much of the text as fits, an ellipsis last where something was cut. */
    static String cut(String text, int width) {
        return width(text) <= width ? text : text.substring(0, fitting(text, 0, width - 1)) + ELLIPSIS;
    }

    /** As much of both ends of the text as fits, an ellipsis between them. */
    static String cutMiddle(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        int tail = (width - 1) / 2;
        int from = text.length();
        for (int used = 0; from > 0; ) {
            int c = text.codePointBefore(from);
            used += width(c);
            if (used > tail) {
                break;
            }
            from -= Character.charCount(c);
        }
        return text.substring(0, fitting(text, 0, width - 1 - tail)) + ELLIPSIS + text.substring(from);
    }

    /** Lines of at most {@code width}, broken at spaces where there are any; what exceeds the last is cut. */
    static List<String> wrap(String text, int width, int most) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length() && lines.size() < most) {
            int end = fitting(text, from, width);
            if (end < text.length() && lines.size() == most - 1) {
                lines.add(cut(text.substring(from), width));
                return lines;
            }
            if (end < text.length()) {
                int space = text.lastIndexOf(' ', end);
                end = space > from ? space : end;
            }
            lines.add(text.substring(from, end));
            from = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
        }
        return lines;
    }

    /** End of the longest part from {@code from} on that fits; always some progress. */
    private static int fitting(String text, int from, int width) {
        int used = 0;
        int end = from;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            used += width(c);
            if (used > width && end > from) {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    /** Two for East Asian wide characters (Unicode Standard Annex 11) and pictographs, else one. */
    private static int width(int c) {
        boolean wide = c >= 0x1100
                && (c <= 0x115f
                        || c >= 0x2e80 && c <= 0xa4cf
                        || c >= 0xac00 && c <= 0xd7a3
                        || c >= 0xf900 && c <= 0xfaff
                        || c >= 0xfe30 && c <= 0xfe6f
                        || c >= 0xff00 && c <= 0xff60
                        || c >= 0xffe0 && c <= 0xffe6
                        || c >= 0x1f300 && c <= 0x1faff
                        || c >= 0x20000 && c <= 0x3fffd);
        return wide ? 2 : 1;
    }
}

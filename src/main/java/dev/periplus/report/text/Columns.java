package dev.periplus.report.text;

import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** Measures, pads, cuts and wraps text in terminal columns. The text must be {@link Printable}. */
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

    /** Pads the text with spaces on the right, or cuts its end. */
    static String left(String text, int width) {
        String cut = cut(text, width);
        return cut + " ".repeat(width - width(cut));
    }

    /** Pads the text with spaces on the left, or cuts its end. */
    static String right(String text, int width) {
        String cut = cut(text, width);
        return " ".repeat(width - width(cut)) + cut;
    }

    /** Returns as much of the text as fits, with an ellipsis at the end if cut. */
    static String cut(String text, int width) {
        return width(text) <= width ? text : text.substring(0, fitting(text, 0, width - 1)) + ELLIPSIS;
    }

    /** Returns as much of both ends of the text as fits, with an ellipsis between them. */
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

    /**
     * Breaks text into at most {@code most} lines of {@code width}, at spaces if possible; cuts the last line if the
     * text is longer.
     */
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

    /** Returns the end of the longest part from {@code from} that fits; at least one character. */
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

    /** Returns two for East Asian wide characters (Unicode Standard Annex 11) and pictographs, else one. */
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

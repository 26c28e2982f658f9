package dev.periplus.report.html;

import dev.periplus.report.Digits;
import dev.periplus.text.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** Makes text from traffic safe for a page. */
public final class HtmlText {
    private static final int SECONDS = 19;

    private HtmlText() {}

    /** Escapes text for an element or a quoted attribute. Characters that people cannot see are written out. */
    public static String of(String text) {
        String printable = Printable.of(text);
        StringBuilder safe = new StringBuilder(printable.length() + 16);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    /** Returns an element that contains only text. */
    public static String element(String name, String text) {
        return "<" + name + ">" + of(text) + "</" + name + ">";
    }

    /** {@code 2023-09-18 21:44:10}. */
    public static String time(long nanos) {
        return new Digits().time(nanos).toString().replace('T', ' ').substring(0, SECONDS);
    }

    /** Returns words on one line, quoted for a POSIX shell. */
    static String command(List<String> words) {
        return words.stream().map(HtmlText::word).collect(Collectors.joining(" "));
    }

    private static String word(String word) {
        if (word.matches("[\\w@%+=:,./-]+")) {
            return word;
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }
}

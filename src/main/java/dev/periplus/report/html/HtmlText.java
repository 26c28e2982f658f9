package dev.periplus.report.html;

import dev.periplus.text.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** Makes text from traffic safe for a page. */
final class HtmlText {
    private HtmlText() {}

    /** Escapes text for an element or a quoted attribute. Characters that people cannot see are written out. */
    static String of(String text) {
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
    static String element(String name, String text) {
        return "<" + name + ">" + of(text) + "</" + name + ">";
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

package dev.periplus.report.serve;

import dev.periplus.report.html.HtmlText;
import dev.periplus.report.sqlite.SqliteRow;
import java.util.List;

/** Builds markup; every text in it is escaped. */
final class Markup {
    private final StringBuilder html = new StringBuilder();

    /** Adds markup of this program, not text. */
    Markup raw(String markup) {
        html.append(markup);
        return this;
    }

    Markup text(String text) {
        html.append(HtmlText.of(text));
        return this;
    }

    /** Adds lines of preformatted text. */
    Markup lines(List<String> lines) {
        lines.forEach(line -> text(line).raw("\n"));
        return this;
    }

    Markup element(String name, String text) {
        html.append(HtmlText.element(name, text)).append('\n');
        return this;
    }

    /** @param address path and query, parameters encoded */
    Markup link(String address, String text) {
        html.append("<a href=\"").append(HtmlText.of(address)).append("\">");
        return text(text).raw("</a>");
    }

    Markup heading(String id, String text) {
        html.append("<h2 id=\"").append(id).append("\">");
        return text(text).raw("</h2>\n");
    }

    /** Adds a line of a definition list, none if the text is empty. */
    Markup item(String key, String text) {
        return text.isEmpty() ? this : element("dt", key).element("dd", text);
    }

    /** Opens a table that scrolls by itself. */
    Markup table(String label, List<String> columns) {
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .append(HtmlText.of(label));
        html.append("\"><table>\n<thead><tr>");
        columns.forEach(
                column -> html.append("<th scope=\"col\">").append(column).append("</th>"));
        return raw("</tr></thead>\n<tbody>\n");
    }

    Markup endTable() {
        return raw("</tbody>\n</table></div>\n");
    }

    Markup cell(String text) {
        return raw("<td>").text(text).raw("</td>");
    }

    Markup number(String text) {
        return raw("<td class=\"number\">").text(text).raw("</td>");
    }

    /** Returns the address of a side, and its port if it has one: {@code [fe80::1]:53}. */
    static String side(SqliteRow flow, String side) {
        String ip = flow.text(side + "_ip");
        if (ip.isEmpty()) {
            return flow.text(side + "_mac");
        }
        String port = flow.text(side + "_port");
        return (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + (port.isEmpty() ? "" : ":" + port);
    }

    /** Returns a time of a column, empty for NULL. */
    static String time(SqliteRow row, String column) {
        return row.has(column) ? HtmlText.time(row.number(column)) : "";
    }

    @Override
    public String toString() {
        return html.toString();
    }
}

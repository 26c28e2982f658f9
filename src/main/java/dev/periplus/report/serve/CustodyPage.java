package dev.periplus.report.serve;

import dev.periplus.answer.Amounts;
import dev.periplus.report.sqlite.SqliteCase;
import dev.periplus.report.sqlite.SqliteRow;
import java.io.IOException;
import java.util.List;

/** How the case was made, of which captures, and what was lost. */
final class CustodyPage {
    private CustodyPage() {}

    static String of(SqliteCase kase) throws IOException {
        Markup page = new Markup().heading("custody", "Custody").raw("<dl>\n");
        for (SqliteRow run : kase.rows("SELECT * FROM run LIMIT 1")) {
            page.item("version", "periplus " + run.text("version") + ", " + run.text("rules") + " protocols known");
            page.item("made", Markup.time(run, "made_ns"));
            page.item("rules", run.has("rules_sha256") ? "SHA-256 " + run.text("rules_sha256") : "");
            page.item("command", run.text("command"));
        }
        for (SqliteRow accepted : kase.rows("SELECT * FROM accepted")) {
            page.item(
                    "accepted",
                    accepted.text("service") + ", in " + accepted.text("file") + " of " + accepted.text("author"));
        }
        page.raw("</dl>\n").table("Captures", List.of("Capture", "Format", "Packets", "First", "Last", "SHA-256"));
        for (SqliteRow capture : kase.rows("SELECT * FROM captures ORDER BY capture")) {
            page.raw("<tr><th scope=\"row\">").text(capture.text("path"));
            if (capture.has("damage")) {
                page.raw("<br><span class=\"bad\">")
                        .text("damaged: " + capture.text("damage"))
                        .raw("</span>");
            }
            page.raw("</th>").cell(capture.has("format") ? capture.text("format") : "not read");
            page.number(Amounts.count(capture.number("packets")));
            page.cell(Markup.time(capture, "first_ns")).cell(Markup.time(capture, "last_ns"));
            page.raw("<td class=\"hash\">");
            page.text(capture.has("sha256") ? capture.text("sha256") : "not computed")
                    .raw("</td></tr>\n");
        }
        page.endTable().heading("losses", "Losses and counters").table("Counters", List.of("Counter", "Count"));
        for (SqliteRow counter : kase.rows("SELECT * FROM counters WHERE value != 0 ORDER BY name")) {
            page.raw("<tr><th scope=\"row\">").text(counter.text("name")).raw("</th>");
            page.number(Amounts.count(counter.number("value"))).raw("</tr>\n");
        }
        return page.endTable().toString();
    }
}

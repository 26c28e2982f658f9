package dev.periplus.report.text;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.HostFacts;
import dev.periplus.report.HostWords;
import dev.periplus.view.Hosts;
import java.util.ArrayList;
import java.util.List;

/** The table of hosts, and what does not fit together about them. */
final class HostRows {
    private static final int MOST_CONFLICTS = 50;

    private HostRows() {}

    static TextTable table(Hosts view) {
        TextTable table =
                new TextTable("host", "name", "identity", " as server", " as client", " bytes", "serves; uses");
        HostFacts facts = view.facts();
        for (Hosts.Seen row : view.rows()) {
            String serves = String.join(", ", row.serves());
            String asks = String.join(", ", row.asks());
            table.row(
                    row.host().toString(),
                    HostWords.names(facts, row.host()),
                    HostWords.identity(facts, row.host()),
                    Amounts.shortCount(row.served().flows()),
                    Amounts.shortCount(row.asked().flows()),
                    Amounts.bytes(row.bytes()),
                    (serves.isEmpty() ? "-" : serves) + (asks.isEmpty() ? "" : "; " + asks));
        }
        return table;
    }

    /** A line for each conflict, at most 50. */
    static List<String> conflicts(Hosts view) {
        List<String> lines = new ArrayList<>();
        for (Hosts.Seen row : view.rows()) {
            for (String conflict : view.facts().conflicts(row.host())) {
                if (lines.size() < MOST_CONFLICTS) {
                    lines.add("≠ " + row.host() + ": " + conflict);
                }
            }
        }
        return lines;
    }
}

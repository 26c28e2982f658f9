package dev.periplus.report.serve;

import dev.periplus.answer.Amounts;
import dev.periplus.report.sqlite.SqliteCase;
import dev.periplus.report.sqlite.SqliteRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What the flows of a case say together, as a table.
 *
 * @param columns of the query, in order
 */
record CaseView(String title, String note, List<String> columns, String query) {
    private static final int ROWS = 500;

    /** The views by their paths. */
    static final Map<String, CaseView> AT = Map.of(
            "/services",
            new CaseView(
                    "Services by host",
                    "Conflicts first. The registration of a port is a claim.",
                    List.of("Host", "Port", "Transport", "Label", "Standing", "Claim", "Flows", "Bytes"),
                    "SELECT coalesce(server_ip, '') AS Host, transport AS Transport, server_port AS Port, label AS Label,"
                            + " standing AS Standing, registered_name AS Claim, count(*) AS Flows,"
                            + " sum(client_bytes + server_bytes) AS Bytes FROM flows"
                            + " WHERE label IS NOT NULL AND transport IN ('tcp', 'udp', 'sctp')"
                            + " GROUP BY server_ip, server_port, transport, label, standing, registered_name"
                            + " ORDER BY standing = 'not-as-registered' DESC, Bytes DESC LIMIT " + ROWS),
            "/ports",
            new CaseView(
                    "Ports by use",
                    "The registration of a port is a claim; the labels are what was seen on the port.",
                    List.of("Port", "Transport", "Claim", "Labels", "Flows", "Unknown", "Bytes"),
                    "SELECT server_port AS Port, transport AS Transport, registered_name AS Claim,"
                            + " group_concat(DISTINCT label) AS Labels, count(*) AS Flows,"
                            + " count(*) - count(label) AS Unknown, sum(client_bytes + server_bytes) AS Bytes FROM flows"
                            + " WHERE transport IN ('tcp', 'udp', 'sctp')"
                            + " GROUP BY server_port, transport, registered_name ORDER BY Bytes DESC LIMIT " + ROWS),
            "/hosts",
            new CaseView(
                    "Hosts",
                    "Most bytes first.",
                    List.of("Host", "Names", "As client", "As server", "Bytes"),
                    "SELECT address AS Host, flows_as_client AS \"As client\", flows_as_server AS \"As server\","
                            + " bytes_as_client + bytes_as_server AS Bytes, (SELECT group_concat(DISTINCT value)"
                            + " FROM host_facts WHERE host_facts.address = hosts.address AND kind = 'name') AS Names"
                            + " FROM hosts ORDER BY Bytes DESC LIMIT " + ROWS),
            "/unknown",
            new CaseView(
                    "Unknown, by reason",
                    "Flows without a label.",
                    List.of("Reason", "Transport", "Flows", "Servers", "Bytes"),
                    "SELECT unknown_because AS Reason, transport AS Transport, count(*) AS Flows,"
                            + " count(DISTINCT server_ip) AS Servers, sum(client_bytes + server_bytes) AS Bytes"
                            + " FROM flows WHERE label IS NULL GROUP BY unknown_because, transport"
                            + " ORDER BY Flows DESC LIMIT " + ROWS));

    /** Fields of conditions, by the columns whose values lead to a list of flows. */
    private static final Map<String, String> LEADS =
            Map.of("Host", "ip", "Port", "server.port", "Label", "label", "Reason", "unknown_because");

    String write(SqliteCase kase) throws IOException {
        List<SqliteRow> rows = kase.rows(query);
        Markup page = new Markup().heading("view", title);
        page.raw("<p class=\"note\">").text(note).text(rows.size() == ROWS ? " The first " + ROWS + " only." : "");
        page.raw("</p>\n").table(title, columns);
        for (SqliteRow row : rows) {
            page.raw("<tr>");
            columns.forEach(column -> cell(page, row, column));
            page.raw("</tr>\n");
        }
        return page.endTable().toString();
    }

    private static void cell(Markup page, SqliteRow row, String column) {
        String field = LEADS.get(column);
        switch (column) {
            case "Bytes" -> page.number(Amounts.bytes(row.number(column)));
            case "Flows", "Unknown", "Servers", "As client", "As server" ->
                page.number(Amounts.count(row.number(column)));
            default -> {
                String text = row.text(column);
                if (field == null || text.isEmpty()) {
                    page.cell(text);
                } else {
                    page.raw("<td>")
                            .link("/flows?q=" + Asked.encoded(field + "==" + text), text)
                            .raw("</td>");
                }
            }
        }
    }
}

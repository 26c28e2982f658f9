package dev.periplus.report.serve;

import dev.periplus.answer.Amounts;
import dev.periplus.report.sqlite.SqliteCase;
import dev.periplus.report.sqlite.SqliteRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One flow: what it is, the claims on its port, its evidence and the bytes behind it. */
final class FlowPage {
    private static final int LINE = 16;

    /** Periplus writes 32; a database may hold anything. */
    private static final int MOST_BYTES = 1024;

    private final SqliteCase kase;
    private final SqliteRow flow;
    private final Markup page = new Markup();

    private FlowPage(SqliteCase kase, SqliteRow flow) {
        this.kase = kase;
        this.flow = flow;
    }

    /** Returns the row of a flow, or an empty list. */
    static List<SqliteRow> row(SqliteCase kase, long number) throws IOException {
        return kase.rows(
                "SELECT flows.*, captures.path AS capture_path FROM flows"
                        + " LEFT JOIN captures ON captures.capture = flows.capture WHERE flow = ?",
                number);
    }

    static String of(SqliteCase kase, SqliteRow flow) throws IOException {
        return new FlowPage(kase, flow).write();
    }

    private String write() throws IOException {
        page.heading("flow-title", "Flow " + flow.number("flow") + ": " + answer(flow));
        page.raw("<p class=\"where\">").text(Markup.side(flow, "client") + " \u2192 " + Markup.side(flow, "server"));
        page.text(" " + flow.text("transport")).raw("</p>\n");
        summary();
        page.raw("<p>")
                .link("/carve?flow=" + flow.number("flow"), "Download its packets (pcapng)")
                .raw("</p>\n");
        page.element("h3", "Evidence");
        evidence();
        inside();
        list(
                "Other labels with evidence",
                "SELECT label AS key, confidence AS value FROM alternatives WHERE flow = ?" + " ORDER BY position");
        list("Metadata", "SELECT field AS key, value FROM metadata WHERE flow = ? ORDER BY position");
        list(
                "Processes",
                "SELECT side || ', ' || grade AS key, coalesce(name, '') || coalesce(' (pid ' || pid || ')', '')"
                        + " || coalesce(' ' || user, '') || coalesce(' ' || command_line, '') AS value"
                        + " FROM processes WHERE flow = ? ORDER BY position");
        findings();
        return page.toString();
    }

    /** Returns the label, or why there is none. */
    static String answer(SqliteRow flow) {
        return flow.has("label")
                ? flow.text("label") + " (" + Amounts.confidence(flow.real("confidence")) + ")"
                : "unknown: " + flow.text("unknown_because");
    }

    private void summary() throws IOException {
        page.raw("<dl>\n");
        page.item("application", flow.text("application"));
        page.item("protocols", joined("SELECT protocol AS value FROM protocols WHERE flow = ? ORDER BY position"));
        page.item("rests on", flow.text("basis"));
        page.item("lacks", joined("SELECT missing AS value FROM incomplete WHERE flow = ?"));
        page.item("standing", flow.text("standing"));
        page.item("claim on the port", claim(flow.text("registered_name"), flow.text("registered_description")));
        for (SqliteRow user : kase.rows(
                "SELECT name, ports, source FROM known_users WHERE transport = ? AND port = ?",
                flow.text("transport"),
                flow.number("server_port"))) {
            page.item(
                    "claim on the port",
                    user.text("name") + ", ports " + user.text("ports") + ": " + user.text("source"));
        }
        page.item(
                "time",
                Markup.time(flow, "start_ns") + " to " + Markup.time(flow, "end_ns") + " UTC, "
                        + Amounts.duration(flow.number("end_ns") - flow.number("start_ns")));
        page.item("ended", flow.text("ended"));
        page.item("direction", flow.text("direction"));
        page.item("client sent", sent("client"));
        page.item("server sent", sent("server"));
        page.item("VLAN", flow.has("vlan") ? (flow.text("outer_vlan") + " " + flow.text("vlan")).strip() : "");
        page.item("tunnel", flow.text("tunnel"));
        page.item("uid", flow.text("uid"));
        page.item("Community ID", flow.text("community_id"));
        page.item("capture", flow.text("capture_path"));
        page.raw("</dl>\n");
    }

    private static String claim(String name, String description) {
        return name.isEmpty()
                ? ""
                : "registered with IANA for " + name + (description.isEmpty() ? "" : ": " + description);
    }

    private String sent(String side) {
        return Amounts.count(flow.number(side + "_packets"), "packet") + ", "
                + Amounts.bytes(flow.number(side + "_bytes")) + ", "
                + Amounts.bytes(flow.number(side + "_payload_bytes")) + " of payload";
    }

    private String joined(String query) throws IOException {
        return kase.rows(query, flow.number("flow")).stream()
                .map(row -> row.text("value"))
                .collect(Collectors.joining(", "));
    }

    private void evidence() throws IOException {
        List<SqliteRow> pieces = kase.rows(
                "SELECT evidence.*, captures.path FROM evidence"
                        + " LEFT JOIN captures ON captures.capture = evidence.capture WHERE flow = ?"
                        + " ORDER BY layer, position",
                flow.number("flow"));
        if (pieces.isEmpty()) {
            page.element("p", "None.");
            return;
        }
        page.raw("<ul class=\"evidence\">\n");
        pieces.forEach(this::piece);
        page.raw("</ul>\n");
    }

    private void piece(SqliteRow piece) {
        double weight = piece.real("weight");
        page.raw(weight < 0 ? "<li><span class=\"weight against\">" : "<li><span class=\"weight\">");
        page.text(String.format(Locale.ROOT, "%+.1f", weight))
                .raw("</span><span>")
                .text(piece.text("kind"));
        page.raw("</span><span>").text((piece.number("layer") > 0 ? "inside: " : "") + piece.text("says"));
        page.raw("</span><span class=\"more\">");
        page.text((weight < 0 ? "against " : "for ") + piece.text("label") + ", rule " + piece.text("rule"));
        if (piece.has("packet")) {
            page.text(", packet " + piece.text("packet"));
            page.text(piece.has("offset") ? ", offset " + piece.text("offset") : "");
            page.text(" of " + piece.text("path"));
        }
        page.raw("</span>");
        byte[] bytes = piece.bytes("bytes");
        if (bytes != null) {
            page.raw("<pre>").lines(hex(bytes)).raw("</pre>");
        }
        page.raw("</li>\n");
    }

    /** Returns sixteen bytes a line, in hexadecimal and ASCII. */
    static List<String> hex(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < Math.min(bytes.length, MOST_BYTES); from += LINE) {
            StringBuilder hex = new StringBuilder();
            StringBuilder ascii = new StringBuilder();
            for (int at = from; at < from + LINE; at++) {
                boolean there = at < bytes.length;
                hex.append(there ? String.format(Locale.ROOT, "%02x ", bytes[at]) : "   ");
                ascii.append(!there ? ' ' : bytes[at] >= ' ' && bytes[at] <= '~' ? (char) bytes[at] : '.');
            }
            lines.add(hex.append(' ').append(ascii).toString().stripTrailing());
        }
        return lines;
    }

    private void inside() throws IOException {
        list(
                "Protocols inside",
                "SELECT coalesce(label, 'unknown') AS key, confidence AS value FROM inside WHERE flow = ? ORDER BY layer");
    }

    /** Adds a section with keys and values, none if there are none. */
    private void list(String title, String query) throws IOException {
        List<SqliteRow> rows = kase.rows(query, flow.number("flow"));
        if (rows.isEmpty()) {
            return;
        }
        page.element("h3", title).raw("<dl>\n");
        rows.forEach(row -> page.item(row.text("key"), row.text("value")));
        page.raw("</dl>\n");
    }

    private void findings() throws IOException {
        List<SqliteRow> named = kase.rows(
                "SELECT title, place FROM finding_flows JOIN findings USING (finding) WHERE finding_flows.flow = ?"
                        + " ORDER BY finding",
                flow.number("flow"));
        if (!named.isEmpty()) {
            page.element("h3", "Findings that name it").raw("<ul>\n");
            named.forEach(finding -> page.element("li", finding.text("title") + ", " + finding.text("place")));
            page.raw("</ul>\n");
        }
    }
}

package dev.periplus.report.text;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.Incomplete;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.Registration;
import dev.periplus.report.Digits;
import dev.periplus.report.FlowIds;
import dev.periplus.report.IpProtocols;
import dev.periplus.report.LineWriter;
import dev.periplus.report.Printable;
import dev.periplus.report.ProcessText;
import dev.periplus.report.Words;
import dev.periplus.sockets.Role;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) in UTF-8: a header, then one flow a line. A text that a spreadsheet would take for a formula is given
 * a leading apostrophe; control characters are written out, so that every line end is that of a record.
 */
public final class CsvReport implements FlowSink {
    private static final String HEADER = String.join(
            ",",
            "capture,flow,uid,community_id,transport,vlan,tunnel",
            "client_ip,client_port,server_ip,server_port,direction,start,end,duration,ended",
            "client_packets,server_packets,client_bytes,server_bytes,client_payload_bytes,server_payload_bytes",
            "label,protocol,application,protocols,incomplete,basis,confidence,unknown_because",
            "registered_name,registered_description,registered_date,known_users,standing,scan_targets,client_process,server_process");
    private static final String END = "\r\n";

    /** What a formula begins with, also in full width. */
    private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

    /** What separates cells, also where a comma is the decimal point. */
    private static final String SEPARATORS = ",;\"";

    private static final int NANO_DECIMALS = 9;
    private static final int CONFIDENCE_DECIMALS = 4;
    private static final double CONFIDENCE_SCALE = 10_000;

    private final LineWriter lines;
    private final StringBuilder line = new StringBuilder();
    private final Digits digits = new Digits();
    private final FlowIds ids = new FlowIds();
    private boolean begun;

    /** @param out is flushed by {@link #finish} and not closed */
    public CsvReport(OutputStream out) {
        lines = new LineWriter(out);
    }

    @Override
    public void flow(FlowRecord record) {
        Flow flow = record.flow();
        int client = flow.clientSide();
        int server = flow.serverSide();
        line.setLength(0);
        text(record.capture()).number(record.number());
        text(ids.uidText(flow)).text(ids.communityIdText(flow));
        text(IpProtocols.name(flow.protocol())).text(vlan(flow.vlan())).text(Words.tunnelText(flow.tunnelKinds()));
        text(flow.address(client)).number(flow.port(client));
        text(flow.address(server)).number(flow.port(server));
        text(Words.of(flow.direction()));
        digits(digits.time(flow.start())).digits(digits.time(flow.end()));
        digits(digits.decimal(flow.end() - flow.start(), NANO_DECIMALS));
        text(Words.of(flow.endReason()));
        number(flow.packets(client)).number(flow.packets(server));
        number(flow.bytes(client)).number(flow.bytes(server));
        number(flow.payload(client)).number(flow.payload(server));
        verdict(record);
        registered(record.registered());
        text(users(record.knownUsers())).text(record.standing().id()).number(record.scanTargets());
        text(ProcessText.of(record, Role.CLIENT)).text(ProcessText.of(record, Role.SERVER));
        write();
    }

    @Override
    public void goesOn(FlowRecord record) {
        flow(record);
    }

    @Override
    public void flush() {
        begin();
        lines.flush();
    }

    @Override
    public void finish(RunSummary run) {
        flush();
    }

    private void write() {
        line.setLength(line.length() - 1);
        begin();
        lines.add(line.append(END));
    }

    private void begin() {
        if (!begun) {
            begun = true;
            lines.add(HEADER + END);
        }
    }

    private void verdict(FlowRecord record) {
        Verdict verdict = record.verdict();
        Verdict.Unknown unknown = verdict.unknownBecause();
        text(verdict.label())
                .text(verdict.protocol())
                .text(record.application())
                .text(String.join(" ", record.protocols()))
                .text(incomplete(record))
                .text(Words.of(verdict.basis()));
        digits(digits.decimal(Math.round(verdict.confidence() * CONFIDENCE_SCALE), CONFIDENCE_DECIMALS));
        text(unknown == null ? null : unknown.id());
    }

    private static String incomplete(FlowRecord record) {
        return String.join(" ", record.incomplete().stream().map(Incomplete::id).toList());
    }

    private void registered(@Nullable Registration registered) {
        if (registered == null) {
            text(null).text(null).text(null);
        } else {
            text(registered.name()).text(registered.description()).text(registered.date());
        }
    }

    private static String vlan(int vlan) {
        if (vlan == 0) {
            return "";
        }
        String inner = Integer.toString(Words.innerVlan(vlan));
        return Words.outerVlan(vlan) == 0 ? inner : Words.outerVlan(vlan) + " " + inner;
    }

    private static String users(List<KnownUser> users) {
        StringBuilder text = new StringBuilder();
        for (KnownUser user : users) {
            text.append(text.isEmpty() ? "" : " ").append(user.id());
        }
        return text.toString();
    }

    private CsvReport text(@Nullable String value) {
        if (value != null && !value.isEmpty()) {
            String safe = Printable.of(value);
            String first = safe.stripLeading();
            boolean formula = !first.isEmpty() && FORMULA.indexOf(first.charAt(0)) >= 0;
            boolean quoted = safe.chars().anyMatch(c -> SEPARATORS.indexOf(c) >= 0);
            line.append(quoted ? "\"" : "").append(formula ? "'" : "");
            line.append(quoted ? safe.replace("\"", "\"\"") : safe).append(quoted ? "\"" : "");
        }
        line.append(',');
        return this;
    }

    private CsvReport number(long value) {
        line.append(value).append(',');
        return this;
    }

    private CsvReport digits(Digits value) {
        line.append(value).append(',');
        return this;
    }
}

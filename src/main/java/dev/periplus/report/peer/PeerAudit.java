package dev.periplus.report.peer;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowTaker;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import dev.periplus.report.FlowIds;
import dev.periplus.report.json.JsonText;
import dev.periplus.text.NameTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares flows with what another tool recorded of the same traffic, and tells where the two disagree.
 *
 * <p>How it works. The log is read first; its flows are kept by their endpoints, at most a million. If the log states a
 * Community ID that is not the one of the endpoints, because these are missing or were replaced, the flow is kept by that ID,
 * too; an ID made with another seed meets no flow, and the endpoints decide. A flow of ours meets those of its endpoints whose times overlap, a second more or less: clocks are the same, but tools end flows differently. They agree
 * if one name of the log is a protocol that we recognised, by its own name or another tool's name of it. For use on one thread
 * at a time.
 */
public final class PeerAudit implements FlowTaker {
    private static final int MOST_FLOWS = Memory.scaled(1_000_000);
    private static final long SLACK_NANOS = 1_000_000_000L;

    private static final byte[] BEGIN = JsonText.ascii("{\"disagreement\":{\"kind\":");

    private final PeerLog.Tool tool;
    private final boolean asJson;
    private final PrintStream out;
    private final PeerLog log;
    private final FlowIds ids = new FlowIds();
    private final Map<String, List<String>> names = NameTable.read(FlowIds.class, "protocol-names.tsv");
    private final Map<Object, List<Kept>> known = new HashMap<>();
    private final Map<Kind, Long> counts = new HashMap<>();
    private boolean byId;
    private long kept;
    private long left;
    private long agreed;
    private long silent;

    /** What two tools can disagree about. */
    private enum Kind {
        LABEL("label", "label differs"),
        ONLY_PEER("only-peer", "labelled by the log only"),
        ONLY_PERIPLUS("only-periplus", "labelled by Periplus only"),
        NOT_IN_LOG("not-in-log", "not in the log"),
        NOT_IN_CAPTURE("not-in-capture", "in the log only");

        private final String id;
        private final String words;

        Kind(String id, String words) {
            this.id = id;
            this.words = words;
        }
    }

    private static final class Kept {
        private final PeerFlow flow;
        private boolean met;

        Kept(PeerFlow flow) {
            this.flow = flow;
        }
    }

    private PeerAudit(PeerLog.Tool tool, boolean asJson, PrintStream out) {
        this.tool = tool;
        this.asJson = asJson;
        this.out = out;
        log = new PeerLog(tool, this::keep);
    }

    /** With Zeek's {@code conn.log}. */
    public static PeerAudit zeek(boolean asJson, PrintStream out) {
        return new PeerAudit(PeerLog.Tool.ZEEK, asJson, out);
    }

    /** With Suricata's {@code eve.json}. */
    public static PeerAudit suricata(boolean asJson, PrintStream out) {
        return new PeerAudit(PeerLog.Tool.SURICATA, asJson, out);
    }

    /** Reads a log, before the flows come. */
    public void read(Path file) throws IOException {
        log.read(file);
    }

    private void keep(PeerFlow flow) {
        if (kept == MOST_FLOWS) {
            left++;
            return;
        }
        kept++;
        Kept one = new Kept(flow);
        PeerFlow.Pair pair = flow.pair();
        if (pair != null) {
            keep(pair, one);
        }
        String id = flow.communityId();
        if (id != null && (pair == null || !ids.isCommunityId(id, pair.first(), pair.second()))) {
            keep(id, one);
            byId = true;
        }
    }

    private void keep(Object key, Kept one) {
        known.computeIfAbsent(key, made -> new ArrayList<>(1)).add(one);
    }

    @Override
    public void flow(FlowRecord record) {
        Flow flow = record.flow();
        if (!Transport.hasPorts(flow.protocol())) {
            return;
        }
        Kept nearest = nearest(flow, PeerFlow.Pair.of(flow.endpoint(0), flow.endpoint(1)));
        if (nearest == null && byId) {
            nearest = nearest(flow, ids.communityIdText(flow));
        }
        if (nearest == null) {
            tell(Kind.NOT_IN_LOG, record, null);
        } else {
            compare(record, nearest.flow);
        }
    }

    private @Nullable Kept nearest(Flow flow, @Nullable Object key) {
        Kept nearest = null;
        for (Kept one : known.getOrDefault(key, List.of())) {
            if (one.flow.start() <= flow.end() + SLACK_NANOS && one.flow.end() >= flow.start() - SLACK_NANOS) {
                one.met = true;
                nearest = nearest == null || distance(one, flow) < distance(nearest, flow) ? one : nearest;
            }
        }
        return nearest;
    }

    private static long distance(Kept one, Flow flow) {
        return Math.abs(one.flow.start() - flow.start());
    }

    private void compare(FlowRecord record, PeerFlow theirs) {
        boolean ours = record.verdict().label() != null;
        if (!ours && theirs.services().isEmpty()) {
            silent++;
        } else if (theirs.services().isEmpty()) {
            tell(Kind.ONLY_PERIPLUS, record, theirs);
        } else if (!ours) {
            tell(Kind.ONLY_PEER, record, theirs);
        } else if (theirs.services().stream().anyMatch(service -> isOurs(record, service))) {
            agreed++;
        } else {
            tell(Kind.LABEL, record, theirs);
        }
    }

    private boolean isOurs(FlowRecord record, String service) {
        return isLabel(record, service)
                || names.getOrDefault(service, List.of()).stream().anyMatch(name -> isLabel(record, name));
    }

    private static boolean isLabel(FlowRecord record, String name) {
        return name.equals(record.verdict().label()) || record.protocols().contains(name);
    }

    /** Tells of the flows of the log that no packet showed. */
    public void end() {
        List<PeerFlow> unmet = new ArrayList<>();
        for (List<Kept> all : known.values()) {
            for (Kept one : all) {
                if (!one.met) {
                    unmet.add(one.flow);
                    one.met = true; // it may be kept twice
                }
            }
        }
        unmet.sort((one, two) -> one.start() != two.start()
                ? Long.compare(one.start(), two.start())
                : one.id().compareTo(two.id()));
        unmet.forEach(flow -> tell(Kind.NOT_IN_CAPTURE, null, flow));
    }

    /** Number of disagreements. */
    public long disagreements() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether parts of the log were not compared. */
    public boolean isPartial() {
        return left > 0 || log.unreadable() > 0;
    }

    /** The sum, in sentences. */
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add("agree       " + Amounts.count(agreed, "flow") + "; neither names a protocol in "
                + Amounts.count(silent));
        for (Kind kind : Kind.values()) {
            if (counts.containsKey(kind)) {
                lines.add("disagree    " + Amounts.count(counts.get(kind), "flow") + " " + kind.words);
            }
        }
        if (log.others() > 0) {
            lines.add("not compared " + Amounts.count(log.others(), "record") + " of other kinds or without ports");
        }
        if (left > 0) {
            lines.add("lost        " + Amounts.count(left, "record") + " beyond the first " + Amounts.count(kept));
        }
        if (log.unreadable() > 0) {
            lines.add("lost        " + Amounts.count(log.unreadable(), "line") + " of the log that could not be read");
        }
        return lines;
    }

    private void tell(Kind kind, @Nullable FlowRecord ours, @Nullable PeerFlow theirs) {
        counts.merge(kind, 1L, Long::sum);
        String who = tool.word();
        String says =
                theirs == null ? "absent" : theirs.services().isEmpty() ? "none" : String.join(",", theirs.services());
        if (asJson) {
            json(kind, ours, theirs);
            return;
        }
        out.println(kind.id + "  " + place(ours, theirs) + "  " + who + ": " + says + "; periplus: "
                + (ours == null ? "absent" : verdict(ours)));
    }

    private static String place(@Nullable FlowRecord ours, @Nullable PeerFlow theirs) {
        if (ours != null) {
            Flow flow = ours.flow();
            return between(flow.endpoint(flow.clientSide()), flow.endpoint(flow.serverSide()));
        }
        return theirs == null ? "" : place(theirs);
    }

    private static String place(PeerFlow flow) {
        Endpoint source = flow.source();
        Endpoint destination = flow.destination();
        return (source == null || destination == null
                        ? String.valueOf(flow.communityId())
                        : between(source, destination))
                + " (" + flow.id() + ")";
    }

    private static String between(Endpoint client, Endpoint server) {
        return client.address() + ":" + client.port() + " → " + server.address() + ":" + server.service();
    }

    private static String verdict(FlowRecord record) {
        String label = record.verdict().label();
        var why = record.verdict().unknownBecause();
        return label == null
                ? "unknown, " + (why == null ? "" : why.id()) + ", flow " + record.number()
                : String.join("/", record.protocols())
                        + String.format(
                                Locale.ROOT,
                                " %.2f",
                                Math.floor(record.verdict().confidence() * 100) / 100)
                        + ", flow " + record.number();
    }

    private void json(Kind kind, @Nullable FlowRecord ours, @Nullable PeerFlow theirs) {
        JsonText json = new JsonText();
        json.raw(BEGIN).text(kind.id);
        json.raw(JsonText.name("tool")).text(tool.word());
        json.raw(JsonText.name("id")).text(theirs == null ? null : theirs.id());
        json.raw(JsonText.name("services"));
        if (theirs == null) {
            json.nothing();
        } else {
            json.texts(theirs.services());
        }
        json.raw(JsonText.name("between")).text(place(ours, theirs));
        if (ours != null) {
            json.raw(JsonText.name("capture")).text(ours.capture());
            json.raw(JsonText.name("flow")).number(ours.number());
            json.raw(JsonText.name("uid")).text(ids.uidText(ours.flow()));
            json.raw(JsonText.name("community_id")).text(ids.communityIdText(ours.flow()));
            json.raw(JsonText.name("label")).text(ours.verdict().label());
            json.raw(JsonText.name("protocols")).texts(ours.protocols());
        }
        out.print(json.raw('}').raw('}'));
        out.println();
    }
}

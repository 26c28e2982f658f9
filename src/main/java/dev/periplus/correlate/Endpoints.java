package dev.periplus.correlate;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import dev.periplus.classify.Findings;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What servers were proven to speak on a port, by the bytes of some flow. It carries over to later flows to the same port
 * whose own bytes could not show it: those whose beginning or other direction was not captured, that were cut by the
 * capture, or datagrams that look encrypted. A stream seen from its start would have shown it.
 */
final class Endpoints {
    private static final double PROVEN = 0.9;

    /** Alone, it gives a confidence of 0.8. */
    private static final double WEIGHT = 46;

    private static final int MOST_ENDPOINTS = 1 << 16;
    private static final String SEVERAL = "";

    /** A label, or "" where flows showed several, and the flow that showed it. */
    private record Spoken(String label, long flow) {}

    private final RuleSet rules;
    private final Map<Endpoint, Spoken> proven = new Latest<>(MOST_ENDPOINTS);

    Endpoints(RuleSet rules) {
        this.rules = rules;
    }

    /** Learns from a flow that is settled. */
    void hear(FlowRecord record) {
        Verdict verdict = record.verdict();
        String label = verdict.label();
        boolean ported = record.flow().protocol() == Packet.TCP || record.flow().protocol() == Packet.UDP;
        if (label != null && ported && verdict.basis() == Verdict.Basis.PAYLOAD && verdict.confidence() >= PROVEN) {
            Spoken here = new Spoken(label, record.number());
            proven.merge(record.flow().server(), here, this::both);
        }
    }

    /** Of two labels of which one refines the other the plainer; else none can be said. */
    private Spoken both(Spoken known, Spoken here) {
        if (known.label.equals(here.label) || rules.refines(here.label, known.label)) {
            return known;
        }
        return rules.refines(known.label, here.label) ? here : new Spoken(SEVERAL, known.flow);
    }

    /** What the flow's server is known to speak, where the flow could not show it itself; null else. */
    @Nullable
    Evidence of(FlowRecord record, Findings findings) {
        Spoken spoken = proven.isEmpty() || !lacksBytes(record, findings)
                ? null
                : proven.get(record.flow().server());
        if (spoken == null || spoken.label.equals(SEVERAL) || contradicts(record, spoken.label)) {
            return null;
        }
        String says =
                "flow " + spoken.flow + " showed by its bytes that the server speaks " + spoken.label + " on this port";
        return Evidence.of(Kind.ENDPOINT, spoken.label, WEIGHT, says, spoken.label + "/endpoint");
    }

    private static boolean lacksBytes(FlowRecord record, Findings findings) {
        Flow flow = record.flow();
        Verdict.Unknown why = record.verdict().unknownBecause();
        if (why == null || flow.payload(0) + flow.payload(1) == 0) {
            return false;
        }
        return switch (why) {
            case MIDSTREAM, CUT_SHORT -> true;
            case OPAQUE -> flow.protocol() == Packet.UDP;
            case ONE_SIDED ->
                flow.protocol() == Packet.UDP ? findings.opaque() : flow.packets(0) == 0 || flow.packets(1) == 0;
            default -> false;
        };
    }

    private boolean contradicts(FlowRecord record, String label) {
        for (Evidence piece : record.evidence()) {
            boolean against = piece.label().equals(label) ? piece.weight() < 0 : piece.weight() > 0;
            if (against && !(piece.weight() > 0 && rules.related(piece.label(), label))) {
                return true;
            }
        }
        return false;
    }
}

package dev.periplus.correlate;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import dev.periplus.classify.InspectionResult;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import dev.periplus.rule.RuleSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the protocol that a flow's bytes proved on a server port, and applies it to later flows to the same port
 * whose own bytes cannot show it: flows whose beginning or other direction was not captured, flows cut short by the
 * capture, and UDP flows that look encrypted. A TCP stream seen from its start would have shown the protocol itself.
 */
final class ProvenEndpoints {
    private static final double PROVEN = 0.9;

    /** Alone, it gives a confidence of 0.8. */
    private static final double WEIGHT = 46;

    /** Of all parts. */
    private static final int MOST_ENDPOINTS = Memory.scaled(1 << 17);

    /** A label, or null if flows showed several, and the number of the flow that showed it first. */
    private record Spoken(@Nullable String label, long flow) {}

    private final RuleSet rules;
    private final Map<Endpoint, Spoken> proven;

    /** @param parts number of those that the endpoints are divided among */
    ProvenEndpoints(RuleSet rules, int parts) {
        this.rules = rules;
        proven = new BoundedMap<>(Math.max(1, MOST_ENDPOINTS / parts));
    }

    /** Learns from a settled flow. */
    void observe(FlowRecord record) {
        Verdict verdict = record.verdict();
        String label = verdict.label();
        boolean ported = record.flow().protocol() == Packet.TCP || record.flow().protocol() == Packet.UDP;
        if (label != null && ported && verdict.basis() == Verdict.Basis.PAYLOAD && verdict.confidence() >= PROVEN) {
            proven.compute(record.flow().server(), (server, known) -> with(known, label, record.number()));
        }
    }

    /** If one label refines the other, keeps the general one; otherwise the port speaks several. */
    private Spoken with(@Nullable Spoken known, String label, long flow) {
        if (known == null) {
            return new Spoken(label, flow);
        }
        String before = known.label;
        if (before == null || before.equals(label) || rules.refines(label, before)) {
            return known;
        }
        return rules.refines(before, label) ? new Spoken(label, flow) : new Spoken(null, known.flow);
    }

    /**
     * Returns evidence of the protocol proven on the flow's server port, or null if there is none or it does not apply.
     */
    @Nullable
    Evidence of(FlowRecord record, InspectionResult result) {
        Spoken spoken = proven.isEmpty() || !lacksBytes(record, result)
                ? null
                : proven.get(record.flow().server());
        String label = spoken == null ? null : spoken.label;
        if (spoken == null || label == null || contradicts(record, label)) {
            return null;
        }
        String says = "flow " + spoken.flow + " proved " + label + " on this server port";
        return Evidence.of(Kind.ENDPOINT, label, WEIGHT, says, label + "/endpoint");
    }

    private static boolean lacksBytes(FlowRecord record, InspectionResult result) {
        Flow flow = record.flow();
        Verdict.Unknown why = record.verdict().unknownBecause();
        if (why == null || flow.payload(0) + flow.payload(1) == 0) {
            return false;
        }
        return switch (why) {
            case MIDSTREAM, CUT_SHORT -> true;
            case OPAQUE -> flow.protocol() == Packet.UDP;
            case ONE_SIDED ->
                flow.protocol() == Packet.UDP ? result.opaque() : flow.packets(0) == 0 || flow.packets(1) == 0;
            default -> false;
        };
    }

    private boolean contradicts(FlowRecord record, String label) {
        for (Evidence piece : record.evidence()) {
            if (piece.kind() == Kind.APPLICATION) {
                continue;
            }
            boolean against = piece.label().equals(label) ? piece.weight() < 0 : piece.weight() > 0;
            if (against && !(piece.weight() > 0 && rules.related(piece.label(), label))) {
                return true;
            }
        }
        return false;
    }
}

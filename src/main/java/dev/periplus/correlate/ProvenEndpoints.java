package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import dev.periplus.classify.InspectionResult;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import dev.periplus.memory.RecentHashes;
import dev.periplus.rule.RuleSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the protocol that a flow's bytes proved on a server port, and applies it to later flows to the same port
 * whose own bytes cannot show it: flows whose beginning or other direction was not captured, flows cut short by the
 * capture, and UDP flows that look encrypted. A TCP stream seen from its start would have shown the protocol itself.
 */
final class ProvenEndpoints {
    /** Of all parts. */
    private static final int MOST_ENDPOINTS = Memory.scaled(1 << 17);

    private final RuleSet rules;

    /** Server ports that spoke, by hash. */
    private final RecentHashes servers;

    // By place: the label, or null if flows showed several, and the number of the flow that showed it first.
    private @Nullable String[] labels = {};
    private long[] flows = {};

    /** @param parts number of those that the endpoints are divided among */
    ProvenEndpoints(RuleSet rules, int parts) {
        this.rules = rules;
        servers = new RecentHashes(Math.max(1, MOST_ENDPOINTS / parts));
    }

    /** Learns from a settled flow. */
    void observe(FlowRecord record) {
        Verdict verdict = record.verdict();
        String label = verdict.label();
        Flow flow = record.flow();
        boolean ported = flow.protocol() == Packet.TCP || flow.protocol() == Packet.UDP;
        boolean proven = verdict.basis() == Verdict.Basis.PAYLOAD && verdict.confidence() >= PortProof.PROVEN;
        if (label != null && ported && proven) {
            learn(Endpoints.hash(flow, flow.serverSide()), label, record.number());
        }
    }

    /** If one label refines the other, keeps the general one; otherwise the port speaks several. */
    private void learn(long server, String label, long flow) {
        int known = servers.find(server);
        if (known == RecentHashes.NONE) {
            put(servers.add(server), label, flow);
            return;
        }
        String before = labels[known];
        if (before == null || before.equals(label)) {
            return;
        }
        String both = PortProof.both(before, label, rules);
        if (both == null) {
            labels[known] = null;
        } else if (both.equals(label)) {
            put(known, label, flow);
        }
    }

    private void put(int place, String label, long flow) {
        if (place >= flows.length) {
            labels = Arrays.copyOf(labels, servers.places());
            flows = Arrays.copyOf(flows, servers.places());
        }
        labels[place] = label;
        flows[place] = flow;
    }

    /**
     * Returns evidence of the protocol proven on the flow's server port, or null if there is none or it does not apply.
     */
    @Nullable
    Evidence of(FlowRecord record, InspectionResult result) {
        if (servers.isEmpty() || !lacksBytes(record, result)) {
            return null;
        }
        Flow flow = record.flow();
        int place = servers.find(Endpoints.hash(flow, flow.serverSide()));
        String label = place == RecentHashes.NONE ? null : labels[place];
        if (label == null || contradicts(record, label)) {
            return null;
        }
        return PortProof.evidence(label, String.valueOf(flows[place]));
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
            if (piece.kind() != Kind.APPLICATION && PortProof.isAgainst(piece.label(), piece.weight(), label, rules)) {
                return true;
            }
        }
        return false;
    }
}

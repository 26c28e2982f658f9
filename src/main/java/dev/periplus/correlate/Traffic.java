package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.InspectionState;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the flows that are over have shown of their hosts, and the evidence that correlation adds to flows. */
final class Traffic {
    /** What shows itself this soon after the first packet of all may have been there before. */
    private static final long OPENING_NANOS = 10_000_000_000L;

    private static final int MOST_TLS_SERVERS = 1 << 20;

    private final IcaSessions sessions = new IcaSessions();
    private final Appliances appliances;
    private final HashedSet tlsServers = new HashedSet(MOST_TLS_SERVERS);
    private final Map<Flow, List<Evidence>> added = new IdentityHashMap<>();
    private long earliest = Long.MAX_VALUE - OPENING_NANOS;

    Traffic(RuleSet rules) {
        appliances = new Appliances(rules);
    }

    /** Learns from a flow that is over. */
    void hear(Flow flow) {
        earliest = Math.min(earliest, flow.start());
        String label = ownLabel(flow);
        sessions.hear(flow, label);
        if (label != null) {
            appliances.hear(flow, label);
            if (label.equals("tls") || label.equals("dtls")) {
                tlsServers.add(hash(flow, flow.serverSide()));
            }
        }
    }

    IcaSessions sessions() {
        return sessions;
    }

    Appliances appliances() {
        return appliances;
    }

    /** True where another flow showed TLS or DTLS that this side of the flow served. */
    boolean servesTls(Flow flow, int side) {
        return tlsServers.contains(hash(flow, side));
    }

    private static long hash(Flow flow, int side) {
        return Address.hash(flow.high(side), flow.low(side));
    }

    /** True where the flow began, or may have begun, before the capture did: no SYN of it is there, or it is among the first. */
    boolean openedBefore(Flow flow) {
        return flow.protocol() == Packet.TCP
                ? flow.direction() != Flow.Direction.OBSERVED
                : flow.start() <= earliest + OPENING_NANOS;
    }

    /** The label that the flow's own evidence carries, or null. */
    static @Nullable String ownLabel(Flow flow) {
        return InspectionState.of(flow).label();
    }

    void add(Flow flow, Evidence evidence) {
        List<Evidence> known = added.get(flow);
        if (known == null) {
            added.put(flow, List.of(evidence));
        } else if (known.size() == 1) {
            added.put(flow, new ArrayList<>(List.of(known.get(0), evidence)));
        } else {
            known.add(evidence);
        }
    }

    /** The flow's own evidence, then what was added, which is forgotten. */
    List<Evidence> evidence(Flow flow, InspectionResult result) {
        List<Evidence> own = result.evidence();
        List<Evidence> more = added.isEmpty() ? null : added.remove(flow);
        if (more == null) {
            return own;
        }
        List<Evidence> all = new ArrayList<>(own);
        all.addAll(more);
        return List.copyOf(all);
    }
}

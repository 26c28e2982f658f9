package dev.periplus.correlate;

import dev.periplus.address.KeyedHash;
import dev.periplus.answer.Evidence;
import dev.periplus.classify.InspectionState;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What ended flows have shown about their hosts, and the evidence that correlations add to flows. */
final class CorrelationState {
    /** A flow that starts this soon after the first packet of the input may have been open before. */
    private static final long OPENING_NANOS = 10_000_000_000L;

    private static final int MOST_TLS_SERVERS = Memory.scaled(1 << 20);

    private final IcaSessions sessions = new IcaSessions();
    private final Appliances appliances;
    private final HashedSet tlsServers = new HashedSet(MOST_TLS_SERVERS);
    private final Map<Flow, List<Evidence>> added = new IdentityHashMap<>();
    private long earliest = Long.MAX_VALUE - OPENING_NANOS;

    CorrelationState(RuleSet rules) {
        appliances = new Appliances(rules);
    }

    /** Learns from an ended flow. */
    void observe(Flow flow) {
        earliest = Math.min(earliest, flow.start());
        String label = ownLabel(flow);
        sessions.observe(flow, label);
        if (label != null) {
            appliances.observe(flow, label);
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

    /** Whether this side of the flow served TLS or DTLS in another flow. */
    boolean servesTls(Flow flow, int side) {
        return tlsServers.contains(hash(flow, side));
    }

    private static long hash(Flow flow, int side) {
        return KeyedHash.of(flow.high(side), flow.low(side));
    }

    /**
     * Whether the flow was, or may have been, open before the capture began: no SYN was seen, or it is among the first.
     */
    boolean openedBefore(Flow flow) {
        return flow.protocol() == Packet.TCP
                ? flow.direction() != Flow.Direction.OBSERVED
                : flow.start() <= earliest + OPENING_NANOS;
    }

    /** Returns the label of the flow's own evidence, or null. */
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

    /** Returns the evidence added to a flow, and forgets it. */
    List<Evidence> added(Flow flow) {
        List<Evidence> known = added.isEmpty() ? null : added.remove(flow);
        return known == null ? List.of() : known;
    }
}

package dev.periplus.correlate;

import dev.periplus.classify.Evidence;
import dev.periplus.classify.Findings;
import dev.periplus.classify.FindingsStore;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The flows of a run in the order of their first packets, and what correlation adds to them. */
final class Traffic {
    /** What shows itself this soon after the first packet of all may have been there before. */
    private static final long OPENING_NANOS = 10_000_000_000L;

    private final List<Flow> flows;
    private final long opening;
    private final Map<Flow, List<Evidence>> added = new IdentityHashMap<>();

    Traffic(List<Flow> flows) {
        this.flows = flows;
        opening = flows.isEmpty() ? Long.MIN_VALUE : flows.get(0).start() + OPENING_NANOS;
    }

    List<Flow> flows() {
        return flows;
    }

    /** True where the flow began, or may have begun, before the capture did: no SYN of it is there, or it is among the first. */
    boolean openedBefore(Flow flow) {
        return flow.protocol() == Packet.TCP ? flow.direction() != Flow.Direction.OBSERVED : flow.start() <= opening;
    }

    /** The label that the flow's own evidence carries, or "" where it carries none. */
    String ownLabel(Flow flow) {
        return FindingsStore.labelOf(flow);
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

    /** The flow's own evidence, then what was added. */
    List<Evidence> evidence(Flow flow, Findings findings) {
        List<Evidence> own = findings.evidence();
        List<Evidence> more = added.get(flow);
        if (more == null) {
            return own;
        }
        List<Evidence> all = new ArrayList<>(own);
        all.addAll(more);
        return List.copyOf(all);
    }
}

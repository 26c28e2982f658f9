package dev.periplus.correlate;

import dev.periplus.classify.InspectionState;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Continuation;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins the directions of flows that were captured in different places: on a VLAN each, or in a tunnel each.
 *
 * <p>How it works. A flow of which one side was captured waits for its other half, if the capture has flows with tags or
 * in tunnels. The one that comes later joins the first. A side that answers has another half for sure, which may send for
 * longer; it waits longer. What has waited long enough, or finds no room, goes on alone.
 */
final class Halves {
    private static final int MOST = Memory.scaled(1 << 13);

    /** Halves are silent from about the same time on. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /** The other half of one that answers. */
    private static final long LONG_PATIENCE_NANOS = 300_000_000_000L;

    private final Waiting alone;
    private final Waiting answering;
    private boolean tagged;

    /** Flows in the order in which they are let go. */
    private static final class Waiting {
        private final Map<Endpoints, Flow> flows = new LinkedHashMap<>();
        private final long patience;

        /** The time after which the oldest has waited long enough; {@link Long#MAX_VALUE} if none waits. */
        private long due = Long.MAX_VALUE;

        Waiting(long patience) {
            this.patience = patience;
        }

        @Nullable
        Flow remove(Endpoints ends) {
            Flow gone = flows.remove(ends);
            if (gone != null) {
                find();
            }
            return gone;
        }

        void add(Endpoints ends, Flow flow, Consumer<Flow> out) {
            if (flows.size() == MOST) {
                release(out);
            }
            flows.put(ends, flow);
            find();
        }

        void release(Consumer<Flow> out) {
            Iterator<Flow> oldest = flows.values().iterator();
            Flow gone = oldest.next();
            oldest.remove();
            find();
            out.accept(gone);
        }

        private void find() {
            due = flows.isEmpty()
                    ? Long.MAX_VALUE
                    : flows.values().iterator().next().overAt() + patience;
        }
    }

    /** @param patience longest time that a flow may wait for evidence from others */
    Halves(long patience) {
        alone = new Waiting(PATIENCE_NANOS);
        answering = new Waiting(longest(patience));
    }

    /** The longest time that a flow waits for its other half. */
    static long longest(long patience) {
        return Math.max(PATIENCE_NANOS, Math.min(patience, LONG_PATIENCE_NANOS));
    }

    /** Whether a flow that ended may have its other half elsewhere; notes which flows there are. */
    boolean mayWait(Flow flow) {
        tagged |= isTagged(flow);
        boolean joins = flow.protocol() == Packet.TCP || flow.protocol() == Packet.UDP && flow.opening() >= 0;
        return tagged && joins && (flow.packets(0) == 0 || flow.packets(1) == 0);
    }

    /** Notes a flow that will be taken later. */
    void note(Flow flow) {
        tagged |= isTagged(flow);
    }

    private static boolean isTagged(Flow flow) {
        return flow.vlan() != 0 || flow.tunnelKinds() != 0;
    }

    /** Takes a flow that may wait; returns it joined with its other half, or null if it waits. */
    @Nullable
    Flow take(Flow flow, Consumer<Flow> out) {
        Endpoints key = Endpoints.of(flow);
        Flow half = alone.remove(key);
        half = half == null ? answering.remove(key) : half;
        if (half != null && Continuation.areHalves(half, flow) && mayBeOne(half, flow)) {
            Flow first = half.clientSide() == heard(half) ? half : flow;
            Flow second = first == half ? flow : half;
            Continuation.joinHalf(first, second);
            first.inspection(InspectionState.of(first)
                    .result()
                    .and(InspectionState.of(second).result()));
            return first;
        }
        if (half != null) {
            out.accept(half);
        }
        (answers(flow) ? answering : alone).add(key, flow, out);
        return null;
    }

    /** Whether a side acknowledges what the other, which was not captured here, has sent. */
    private static boolean answers(Flow flow) {
        return flow.protocol() == Packet.TCP && (flow.flags(heard(flow)) & Packet.ACK) != 0;
    }

    private static int heard(Flow flow) {
        return flow.packets(0) > 0 ? 0 : 1;
    }

    private static boolean mayBeOne(Flow one, Flow other) {
        String label = InspectionState.of(one).label();
        String its = InspectionState.of(other).label();
        return one.protocol() == Packet.TCP
                ? label == null || its == null || label.equals(its)
                : label != null && label.equals(its);
    }

    /** The time after which the next one has waited long enough; {@link Long#MAX_VALUE} if none waits. */
    long due() {
        return Math.min(alone.due, answering.due);
    }

    /** Lets the one go whose time comes first. */
    void release(Consumer<Flow> out) {
        (alone.due <= answering.due ? alone : answering).release(out);
    }

    /** Lets all go. */
    void end(Consumer<Flow> out) {
        while (due() != Long.MAX_VALUE) {
            release(out);
        }
    }
}

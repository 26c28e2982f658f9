package dev.periplus.correlate;

import dev.periplus.classify.InspectionState;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Continuation;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins the directions of flows that were captured in different places: on a VLAN each, or in a tunnel each.
 *
 * <p>How it works. A flow of which one side was captured waits for its other half, if the capture has flows with tags or
 * in tunnels. The one that comes later joins the first. What has waited long enough, or finds no room, goes on alone.
 */
final class Halves {
    private static final int MOST = Memory.scaled(1 << 14);

    /** Both halves are silent from about the same time on. */
    static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Map<Endpoints, Flow> waiting = new LinkedHashMap<>();
    private boolean tagged;

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
    Flow take(Flow flow, Consumer<Flow> alone) {
        Endpoints key = Endpoints.of(flow);
        Flow half = waiting.get(key);
        if (half != null && Continuation.areHalves(half, flow) && mayBeOne(half, flow)) {
            waiting.remove(key);
            Flow first = half.clientSide() == heard(half) ? half : flow;
            Flow second = first == half ? flow : half;
            Continuation.joinHalf(first, second);
            first.inspection(InspectionState.of(first)
                    .result()
                    .and(InspectionState.of(second).result()));
            return first;
        }
        if (half != null) {
            waiting.remove(key);
            alone.accept(half);
        } else if (waiting.size() == MOST) {
            release(alone);
        }
        waiting.put(key, flow);
        return null;
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
        return waiting.isEmpty()
                ? Long.MAX_VALUE
                : waiting.values().iterator().next().overAt() + PATIENCE_NANOS;
    }

    /** Lets the one go that has waited longest. */
    void release(Consumer<Flow> alone) {
        Iterator<Flow> oldest = waiting.values().iterator();
        Flow gone = oldest.next();
        oldest.remove();
        alone.accept(gone);
    }

    /** Lets all go. */
    void end(Consumer<Flow> alone) {
        List<Flow> gone = new ArrayList<>(waiting.values());
        waiting.clear();
        gone.forEach(alone);
    }
}

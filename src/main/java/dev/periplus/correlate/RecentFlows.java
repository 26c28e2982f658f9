package dev.periplus.correlate;

import dev.periplus.address.Transport;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.InspectionState;
import dev.periplus.flow.Continuation;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.memory.Memory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flows that have ended, of which more may come: the connection goes on after a pause, or the flow was captured a second
 * time, on another VLAN or in another tunnel. What comes is added to the flow and makes none of its own.
 *
 * <p>How it works. The record of such a flow is made in its turn, and withheld until nothing more can come or there are
 * too many. If something came, the record is made again when it is released. Two queues, because copies come at once and
 * pauses may last a day. What comes later still is a flow of its own, which names the one that it continues.
 */
final class RecentFlows {
    private static final int MOST = Memory.scaled(1 << 13);
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_PAUSE = 86_400 * SECOND;
    private static final long COPY = 2 * SECOND;

    private final Map<Endpoints, Recent> byEnds = new HashMap<>();

    /** Those whose records were released although they may go on. What comes of them says so. */
    private final Map<Endpoints, Recent> released = new BoundedMap<>(MOST);

    private final Deque<Recent> copied = new ArrayDeque<>();
    private final Deque<Recent> paused = new ArrayDeque<>();
    private final long pause;

    /** The time for copies of a flow of which one side was captured: it waits for its other half first. */
    private final long oneSidedCopy;

    private final Maker maker;

    /** Makes records, and takes them. */
    interface Maker {
        /** Makes the record of a flow anew, with the same number, and releases it. */
        void again(DueRecord due, InspectionResult result);

        void release(DueRecord due);

        /** Returns once a flow may change. */
        void await(DueRecord due);
    }

    private static final class Recent {
        private final Endpoints ends;
        private final Flow flow;
        private Flow latest;
        private long until;
        private @Nullable DueRecord due;

        /** What was found, if more came after the flow was settled. */
        private @Nullable InspectionResult result;

        Recent(Endpoints ends, Flow flow, long until) {
            this.ends = ends;
            this.flow = flow;
            this.until = until;
            latest = flow;
        }
    }

    /** @param patience longest time that a record is withheld because the connection may go on */
    RecentFlows(long patience, Maker maker) {
        pause = Math.min(patience, LONGEST_PAUSE);
        oneSidedCopy = Halves.longest(patience) + COPY;
        this.maker = maker;
    }

    /** Adds a flow to the one that it continues or repeats; returns false if there is none: it is a flow of its own. */
    boolean join(Flow flow) {
        if (!isFollowed(flow)) {
            return false;
        }
        boolean goesOn = Continuation.mayGoOn(flow);
        boolean alone = !goesOn && !mayBeCopied(flow);
        if (alone && released.isEmpty()) {
            return false;
        }
        Endpoints ends = Endpoints.of(flow);
        link(ends, flow);
        if (alone) {
            return false;
        }
        Recent known = byEnds.get(ends);
        if (known != null && joins(known, flow)) {
            return true;
        }
        if (known != null) {
            linkTo(known, flow);
            release(known);
        }
        Recent recent = new Recent(ends, flow, flow.overAt() + (goesOn ? pause : copyTime(flow)));
        byEnds.put(ends, recent);
        Deque<Recent> queue = goesOn ? paused : copied;
        queue.add(recent);
        if (queue.size() > MOST) {
            release(queue);
        }
        return false;
    }

    private void link(Endpoints ends, Flow flow) {
        Recent before = released.remove(ends);
        if (before != null) {
            linkTo(before, flow);
        }
    }

    private static void linkTo(Recent before, Flow flow) {
        if (Continuation.goesOn(before.latest, flow)) {
            Continuation.link(before.flow, flow);
        }
    }

    private static boolean isFollowed(Flow flow) {
        return (flow.protocol() == Transport.TCP || flow.protocol() == Transport.UDP)
                && flow.endReason() != FlowEnd.ACTIVE
                && flow.endReason() != FlowEnd.EVICTED;
    }

    /**
     * Whether a second capture of the flow could be told from another flow on the same endpoints: by sequence numbers, or
     * by payload.
     */
    private static boolean mayBeCopied(Flow flow) {
        return flow.packets(0) + flow.packets(1) > 1
                && (flow.protocol() == Transport.TCP || flow.payload(0) + flow.payload(1) > 0);
    }

    private long copyTime(Flow flow) {
        return flow.packets(0) == 0 || flow.packets(1) == 0 ? oneSidedCopy : COPY;
    }

    private boolean joins(Recent known, Flow flow) {
        Flow latest = known.latest;
        boolean isCopy = Continuation.areCopies(latest, flow);
        if (!isCopy && !(flow.start() <= known.until && Continuation.goesOn(latest, flow))) {
            return false;
        }
        DueRecord due = known.due;
        if (due != null) {
            maker.await(due);
        }
        if (!isCopy) {
            Continuation.join(known.flow, flow);
            known.latest = flow;
            known.until = flow.overAt() + pause;
        } else if (latest == known.flow) {
            Continuation.joinCopy(latest, flow);
        }
        InspectionResult more = InspectionState.of(flow).result();
        flow.inspection(null);
        if (due == null) {
            known.flow.inspection(both(InspectionState.of(known.flow).result(), more));
        } else {
            known.result = both(known.result == null ? due.result() : known.result, more);
        }
        return true;
    }

    private static InspectionResult both(InspectionResult result, InspectionResult more) {
        return result.label() == null ? result.and(more) : result;
    }

    /** Withholds the record of a flow of which more may come; returns false if it is to be released at once. */
    boolean withholds(DueRecord due) {
        Recent recent = isFollowed(due.flow) ? byEnds.get(Endpoints.of(due.flow)) : null;
        if (recent == null || recent.flow != due.flow) {
            return false;
        }
        recent.due = due;
        return true;
    }

    /** The time after which the next one has waited long enough; {@link Long#MAX_VALUE} if none waits. */
    long due() {
        return Math.min(due(copied), due(paused));
    }

    private static long due(Deque<Recent> queue) {
        Recent first = queue.peek();
        return first == null ? Long.MAX_VALUE : first.until;
    }

    /** Releases the next one. */
    void release() {
        release(due(copied) <= due(paused) ? copied : paused);
    }

    private void release(Deque<Recent> queue) {
        Recent first = queue.remove();
        if (byEnds.get(first.ends) == first) {
            if (queue == paused) {
                released.put(first.ends, first);
            }
            release(first);
        }
    }

    private void release(Recent recent) {
        byEnds.remove(recent.ends, recent);
        DueRecord due = recent.due;
        InspectionResult more = recent.result;
        recent.due = null;
        recent.result = null;
        if (due != null && more != null) {
            maker.again(due, more);
        } else if (due != null) {
            maker.release(due);
        }
    }

    /** Releases all, in the order of their numbers. */
    void end() {
        List<Recent> rest = new ArrayList<>(byEnds.values());
        rest.removeIf(recent -> recent.due == null);
        rest.sort(Comparator.comparingLong(recent -> {
            DueRecord due = recent.due;
            return due == null ? 0 : due.number;
        }));
        rest.forEach(this::release);
        byEnds.clear();
        released.clear();
        copied.clear();
        paused.clear();
    }
}

package dev.periplus.flow;

import org.jspecify.annotations.Nullable;

/** Flows of one time-out, the idlest first; doubly linked through the flows. */
final class IdleList {
    /** A busy flow is moved to the end at most this often, so that most packets do not touch its neighbours. */
    private static final long MOVE_NANOS = 1_000_000_000L;

    private final long timeout;
    private @Nullable Flow idlest;
    private @Nullable Flow busiest;

    IdleList(long timeout) {
        this.timeout = timeout;
    }

    @Nullable
    Flow idlest() {
        return idlest;
    }

    boolean expired(Flow flow, long clock) {
        return clock - flow.lastClock > timeout;
    }

    void add(Flow flow, long clock) {
        flow.idleList = this;
        flow.movedClock = clock;
        flow.idler = busiest;
        flow.busier = null;
        if (busiest == null) {
            idlest = flow;
        } else {
            busiest.busier = flow;
        }
        busiest = flow;
    }

    void remove(Flow flow) {
        Flow before = flow.idler;
        Flow after = flow.busier;
        if (before == null) {
            idlest = after;
        } else {
            before.busier = after;
        }
        if (after == null) {
            busiest = before;
        } else {
            after.idler = before;
        }
        flow.idler = null;
        flow.busier = null;
        flow.idleList = null;
    }

    void touch(Flow flow, long clock) {
        flow.lastClock = clock;
        if (clock - flow.movedClock > MOVE_NANOS) {
            remove(flow);
            add(flow, clock);
        }
    }
}

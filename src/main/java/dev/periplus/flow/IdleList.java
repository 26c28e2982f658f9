package dev.periplus.flow;

import dev.periplus.decode.Packet;
import org.jspecify.annotations.Nullable;

/** Flows with the same timeout, idlest first; doubly linked by slot number. */
final class IdleList {
    /** A busy flow moves to the end at most this often, so that most packets do not touch its neighbours. */
    private static final long MOVE_NANOS = 1_000_000_000L;

    private final Slots slots;
    private final long timeout;
    private int idlest = Slots.NONE;
    private int busiest = Slots.NONE;

    IdleList(Slots slots, long timeout) {
        this.slots = slots;
        this.timeout = timeout;
    }

    @Nullable
    Flow idlest() {
        return idlest == Slots.NONE ? null : slots.get(idlest);
    }

    /** No flow in it has expired before this clock. */
    long due() {
        return idlest == Slots.NONE ? Long.MAX_VALUE : slots.get(idlest).movedClock + timeout;
    }

    boolean expired(Flow flow, long clock) {
        return clock - flow.lastClock > timeout;
    }

    /**
     * Whether a packet and the latest of its flow are farther apart than the timeout, by times that are not in doubt:
     * the clock stands still if the times of the packets step back and make up for it. Sequence numbers that go on prove
     * that a TCP flow does.
     */
    boolean isApart(Flow flow, Packet packet) {
        return !packet.doubtful
                && Math.abs(packet.time - flow.lastTime) > timeout
                && !(packet.protocol == Packet.TCP && flow.streams().goesOn(packet, FlowKey.sideOf(packet, flow)));
    }

    /** The time by which a flow without further packets has reached the head of the list and been found expired. */
    long surelyOver(Flow flow) {
        return flow.lastClock + timeout + MOVE_NANOS;
    }

    void add(Flow flow, long clock) {
        int slot = flow.slot;
        flow.movedClock = clock;
        slots.idler[slot] = busiest;
        slots.busier[slot] = Slots.NONE;
        if (busiest == Slots.NONE) {
            idlest = slot;
        } else {
            slots.busier[busiest] = slot;
        }
        busiest = slot;
    }

    void remove(Flow flow) {
        int before = slots.idler[flow.slot];
        int after = slots.busier[flow.slot];
        if (before == Slots.NONE) {
            idlest = after;
        } else {
            slots.busier[before] = after;
        }
        if (after == Slots.NONE) {
            busiest = before;
        } else {
            slots.idler[after] = before;
        }
    }

    /** The flow behind another, which is less idle. */
    @Nullable
    Flow after(Flow flow) {
        int slot = slots.busier[flow.slot];
        return slot == Slots.NONE ? null : slots.get(slot);
    }

    /** Forgets all flows. */
    void clear() {
        idlest = Slots.NONE;
        busiest = Slots.NONE;
    }

    void touch(Flow flow, long clock) {
        flow.lastClock = clock;
        if (clock - flow.movedClock > MOVE_NANOS) {
            remove(flow);
            add(flow, clock);
        }
    }
}

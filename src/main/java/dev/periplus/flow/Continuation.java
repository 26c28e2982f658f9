package dev.periplus.flow;

/** Joins the parts of a flow that several captures hold. */
public final class Continuation {
    private Continuation() {}

    /** Adds the continuation of a flow from a later capture, which also determines how the flow ends. */
    public static void join(Flow earlier, Flow later) {
        boolean same = later.port0 == earlier.port0 && later.low0 == earlier.low0 && later.high0 == earlier.high0;
        int first = same ? 0 : 1;
        earlier.packets0 += later.packets(first);
        earlier.packets1 += later.packets(1 - first);
        earlier.bytes0 += later.bytes(first);
        earlier.bytes1 += later.bytes(1 - first);
        earlier.payload0 += later.payload(first);
        earlier.payload1 += later.payload(1 - first);
        earlier.flags0 |= (byte) later.flags(first);
        earlier.flags1 |= (byte) later.flags(1 - first);
        earlier.large0 += later.large(first);
        earlier.large1 += later.large(1 - first);
        earlier.bursts0 += later.bursts(first);
        earlier.bursts1 += later.bursts(1 - first);
        earlier.missed0 += later.missed(first);
        earlier.missed1 += later.missed(1 - first);
        earlier.lacks |= later.lacks;
        earlier.end = Math.max(earlier.end, later.end);
        earlier.ended(later.endReason, later.lastClock);
    }
}

package dev.periplus.flow;

import dev.periplus.decode.Packet;

/** Joins the parts of a flow that several captures hold. */
public final class Continuation {
    /** The halves of a flow are no farther apart. */
    private static final long APART_NANOS = 10_000_000_000L;

    private Continuation() {}

    /**
     * Whether two flows are the two directions of one, captured in different places: each has packets of one side only,
     * and the sequence numbers of TCP or the identifier of a DNS answer (RFC 1035 section 4.1.1) say so.
     */
    public static boolean areHalves(Flow one, Flow other) {
        int side = one.packets0 > 0 ? 0 : 1;
        boolean same = other.port0 == one.port0 && other.low0 == one.low0 && other.high0 == one.high0;
        int otherSide = same ? 1 - side : side;
        if (one.packets(1 - side) != 0 || other.packets(1 - otherSide) != 0 || other.packets(otherSide) == 0) {
            return false;
        }
        if (one.tunnel == other.tunnel && one.vlan() == other.vlan()) {
            return false;
        }
        if (one.end + APART_NANOS < other.start || other.end + APART_NANOS < one.start) {
            return false;
        }
        if (one.protocol() != Packet.TCP) {
            return one.opening >= 0 && one.opening == other.opening;
        }
        StreamSide mine = one.streams().of(side);
        StreamSide its = other.streams().of(otherSide);
        return mine.acknowledges(its) && its.acknowledges(mine) && (mine.hasAcknowledged() || its.hasAcknowledged());
    }

    /** Adds the other half of a flow, which was captured elsewhere. */
    public static void joinHalf(Flow one, Flow other) {
        Flow.End reason = one.endReason;
        if (other.direction == Flow.Direction.OBSERVED && one.direction != Flow.Direction.OBSERVED) {
            boolean same = other.port0 == one.port0 && other.low0 == one.low0 && other.high0 == one.high0;
            one.clientSide = (byte) (same ? other.clientSide : 1 - other.clientSide);
            one.direction = other.direction;
        }
        one.otherHalf = new OtherHalf(other.vlan(), other.tunnelKinds());
        one.start = Math.min(one.start, other.start);
        join(one, other);
        one.endReason = reason == Flow.End.CLOSED ? reason : other.endReason;
    }

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
        if (earlier.protocol() == Packet.TCP) {
            earlier.streams().of(0).join(later.streams().of(first));
            earlier.streams().of(1).join(later.streams().of(1 - first));
        }
        earlier.lacks |= later.lacks;
        earlier.end = Math.max(earlier.end, later.end);
        earlier.ended(later.endReason, later.lastClock);
    }
}

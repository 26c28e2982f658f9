package dev.periplus.flow;

import dev.periplus.decode.Packet;
import java.util.function.BiPredicate;

/** Joins the parts of a flow that several captures hold, or that were captured at several times or places. */
public final class Continuation {
    /** The halves of a flow are no farther apart. */
    private static final long APART_NANOS = 10_000_000_000L;

    /** Copies of a connection begin no farther apart. */
    private static final long COPIES_NANOS = 1_000_000_000L;

    /** The same where the numbers of one side are all that tells, or datagrams are. */
    private static final long AT_ONCE_NANOS = 100_000_000L;

    private Continuation() {}

    /**
     * Whether two flows are the two directions of one, captured in different places: each has packets of one side only,
     * and the sequence numbers of TCP or the identifier of a DNS answer (RFC 1035 section 4.1.1) say so.
     */
    public static boolean areHalves(Flow one, Flow other) {
        int side = one.packets0 > 0 ? 0 : 1;
        boolean same = isSame(one, other);
        int otherSide = same ? 1 - side : side;
        if (one.packets(1 - side) != 0 || other.packets(1 - otherSide) != 0 || other.packets(otherSide) == 0) {
            return false;
        }
        if (isSamePlace(one, other)) {
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

    /**
     * Whether a connection goes on in a later flow on the same endpoints: it was silent for longer than a flow may be, or
     * its host ignored the reset that seemed to close it. The sequence numbers say so (RFC 9293 section 3.4), those of
     * both sides if it was captured elsewhere before.
     */
    public static boolean goesOn(Flow earlier, Flow later) {
        if (!mayGoOn(earlier) || hasSyn(later) || later.start < earlier.end) {
            return false;
        }
        return agreeing(earlier, later, StreamSide::continuesWith) >= (isSamePlace(earlier, later) ? 1 : 2);
    }

    /** Whether it began with a SYN; one of the connection that follows it may have been counted, too. */
    private static boolean hasSyn(Flow flow) {
        return flow.streams().of(0).hasSyn() || flow.streams().of(1).hasSyn();
    }

    /** Whether more of a connection may come after its flow has ended. */
    public static boolean mayGoOn(Flow flow) {
        if (flow.protocol() != Packet.TCP || flow.payload0 + flow.payload1 == 0 && !isSilent(flow)) {
            return false;
        }
        return switch (flow.endReason) {
            case IDLE, END_OF_CAPTURE -> true;
            case CLOSED -> (flow.flags0 & flow.flags1 & Packet.FIN) == 0;
            default -> false;
        };
    }

    /** Whether it is a connection on which nothing was sent so far. */
    private static boolean isSilent(Flow flow) {
        return flow.endReason == FlowEnd.IDLE
                && flow.streams().of(0).hasBegun()
                && flow.streams().of(1).hasBegun();
    }

    /** The number of sides that both flows show and whose streams agree; -1 if those of one do not. */
    private static int agreeing(Flow one, Flow other, BiPredicate<StreamSide, StreamSide> test) {
        boolean same = isSame(one, other);
        int agreeing = 0;
        for (int side = 0; side < 2; side++) {
            StreamSide mine = one.streams().of(side);
            StreamSide its = other.streams().of(same ? side : 1 - side);
            if (mine.hasBegun() && its.hasBegun()) {
                if (!test.test(mine, its)) {
                    return -1;
                }
                agreeing++;
            }
        }
        return agreeing;
    }

    /** Whether side 0 of both flows is the same. */
    private static boolean isSame(Flow one, Flow other) {
        return other.port0 == one.port0 && other.low0 == one.low0 && other.high0 == one.high0;
    }

    private static boolean isSamePlace(Flow one, Flow other) {
        return one.tunnel == other.tunnel && one.vlan() == other.vlan();
    }

    /**
     * Whether a flow on the same endpoints is the same flow, captured in a second place: on another VLAN, or in another
     * tunnel. TCP has the same sequence numbers; datagrams begin with the same bytes, and are equal in number and length.
     */
    public static boolean areCopies(Flow one, Flow other) {
        long apart = Math.abs(one.start - other.start);
        if (isSamePlace(one, other) || apart > COPIES_NANOS) {
            return false;
        }
        if (one.protocol() == Packet.TCP) {
            int agreeing = agreeing(one, other, StreamSide::isAlike);
            return agreeing == 2 || agreeing == 1 && apart <= AT_ONCE_NANOS;
        }
        return apart <= AT_ONCE_NANOS
                && Math.abs(one.end - other.end) <= AT_ONCE_NANOS
                && one.digest != 0
                && one.digest == other.digest
                && isSame(one, other)
                && one.packets0 == other.packets0
                && one.packets1 == other.packets1
                && one.payload0 == other.payload0
                && one.payload1 == other.payload1;
    }

    /** Notes a copy of a flow, of which each side counts as the copy that shows more of it. */
    public static void joinCopy(Flow one, Flow copy) {
        boolean same = isSame(one, copy);
        for (int side = 0; side < 2; side++) {
            int its = same ? side : 1 - side;
            if (copy.payload(its) > one.payload(side)
                    || copy.payload(its) == one.payload(side) && copy.packets(its) > one.packets(side)) {
                PacketCount.replace(one, side, copy, its);
            }
        }
        if (copy.direction == Flow.Direction.OBSERVED && one.direction != Flow.Direction.OBSERVED) {
            one.clientSide = (byte) (same ? copy.clientSide : 1 - copy.clientSide);
            one.direction = copy.direction;
        }
        note(one, Encapsulation.of(copy));
    }

    private static void note(Flow flow, Encapsulation where) {
        if (!where.equals(Encapsulation.of(flow))) {
            flow.parts = flow.parts.withCopy(where);
        }
    }

    /** Notes that a flow continues one that has a record of its own. */
    public static void link(Flow earlier, Flow later) {
        Flow first = earlier.continued();
        later.parts = later.parts.continuing(first == null ? earlier : first);
    }

    /** Adds the other half of a flow, which was captured elsewhere. */
    public static void joinHalf(Flow one, Flow other) {
        FlowEnd reason = one.endReason;
        if (other.direction == Flow.Direction.OBSERVED && one.direction != Flow.Direction.OBSERVED) {
            boolean same = isSame(one, other);
            one.clientSide = (byte) (same ? other.clientSide : 1 - other.clientSide);
            one.direction = other.direction;
        }
        one.parts = one.parts.withHalf(Encapsulation.of(other));
        one.start = Math.min(one.start, other.start);
        join(one, other);
        one.endReason = reason == FlowEnd.CLOSED ? reason : other.endReason;
    }

    /** Adds the continuation of a flow from a later capture, which also determines how the flow ends. */
    public static void join(Flow earlier, Flow later) {
        boolean same = isSame(earlier, later);
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
            earlier.payload0 -= earlier.streams().of(0).join(later.streams().of(first));
            earlier.payload1 -= earlier.streams().of(1).join(later.streams().of(1 - first));
        }
        earlier.lacks |= later.lacks;
        earlier.end = Math.max(earlier.end, later.end);
        earlier.ended(later.endReason, later.lastClock);
    }
}

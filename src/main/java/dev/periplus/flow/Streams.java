package dev.periplus.flow;

import dev.periplus.decode.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The sequence numbers of both sides of a TCP flow, and the SYN of a connection that may follow it on the same ports
 * while it is open.
 *
 * <p>How it works. A SYN with another number than the one that began the stream proves nothing: a host that has the
 * connection open answers it with a mere acknowledgement (RFC 5961 section 4). It is kept as the rival. Once the other
 * side answers its number, or, where the other side was not captured at all, once data follows it, it was the beginning
 * of the next flow.
 */
final class Streams {
    /** Null until the side is looked at, so that a flood of SYN takes less room. */
    private @Nullable StreamSide zero;

    private @Nullable StreamSide one;
    private @Nullable Rival rival;

    /** A SYN, or a SYN-ACK, that does not belong to the flow, and the packets that carried it. */
    static final class Rival {
        int side;
        int isn;
        boolean answers;
        int packets;
        long bytes;
        long payload;
        long start;
        long last;
        int capture;
        long firstPacket;
        long endBefore;

        /** The flow that it followed no longer counts it. */
        void leave(Flow flow) {
            flow.packets0 -= side == 0 ? packets : 0;
            flow.packets1 -= side == 0 ? 0 : packets;
            flow.bytes0 -= side == 0 ? bytes : 0;
            flow.bytes1 -= side == 0 ? 0 : bytes;
            flow.payload0 -= side == 0 ? payload : 0;
            flow.payload1 -= side == 0 ? 0 : payload;
            flow.end = flow.end == last ? endBefore : flow.end;
        }

        /** It is the beginning of a new flow, sent by this side of it. */
        void join(Flow flow, int its) {
            flow.packets0 += its == 0 ? packets : 0;
            flow.packets1 += its == 0 ? 0 : packets;
            flow.bytes0 += its == 0 ? bytes : 0;
            flow.bytes1 += its == 0 ? 0 : bytes;
            flow.payload0 += its == 0 ? payload : 0;
            flow.payload1 += its == 0 ? 0 : payload;
            int flags = answers ? Packet.SYN | Packet.ACK : Packet.SYN;
            flow.flags0 |= (byte) (its == 0 ? flags : 0);
            flow.flags1 |= (byte) (its == 0 ? 0 : flags);
            flow.start = Math.min(flow.start, start);
            flow.capture = capture;
            flow.firstPacket = firstPacket;
            flow.observed(answers ? 1 - its : its);
            flow.streams().of(its).synchronise(isn);
        }
    }

    Streams() {}

    Streams(@Nullable StreamSide zero, @Nullable StreamSide one) {
        this.zero = zero;
        this.one = one;
    }

    /** A copy, without the rival, that no longer changes. */
    Streams copy() {
        return new Streams(zero == null ? null : zero.copy(), one == null ? null : one.copy());
    }

    StreamSide of(int side) {
        StreamSide known = side == 0 ? zero : one;
        if (known == null) {
            known = new StreamSide();
            zero = side == 0 ? known : zero;
            one = side == 0 ? one : known;
        }
        return known;
    }

    /** Takes the numbers of a side from another flow that has ended. */
    void replace(int side, StreamSide by) {
        zero = side == 0 ? by : zero;
        one = side == 0 ? one : by;
    }

    /** Bytes that the capture lacks of a side's stream. */
    long missed(int side) {
        StreamSide known = side == 0 ? zero : one;
        return known == null ? 0 : known.missed();
    }

    /** The rival, if there is one. */
    @Nullable
    Rival rival() {
        return rival;
    }

    /** Whether a packet opens another connection than this flow. */
    boolean isOther(Packet p, int side) {
        if ((p.tcpFlags & Packet.SYN) == 0 || (p.tcpFlags & Packet.RST) != 0) {
            return false;
        }
        return !of(side).mayBegin((int) p.tcpSequence) && !isHandshake(p, side);
    }

    /** Whether a SYN belongs to the handshake that the other side's SYN has begun, whatever was sent in between. */
    private boolean isHandshake(Packet p, int side) {
        StreamSide peer = of(1 - side);
        boolean answers = (p.tcpFlags & Packet.ACK) != 0;
        return peer.hasSyn()
                && (answers
                        ? (int) p.tcpAcknowledgement == (int) peer.syn() + 1
                        : of(side).isVague() && peer.next() == (int) peer.syn() + 1);
    }

    /** Whether a segment follows what its side has sent. */
    boolean goesOn(Packet p, int side) {
        return of(side).goesOn((int) p.tcpSequence);
    }

    /** Takes the numbers of a packet of the flow; returns how many bytes of its payload are new. */
    int take(Packet p, int side, Flow flow) {
        if (isOther(p, side)) {
            compete(p, side, flow);
            return p.payloadLength;
        }
        if ((p.tcpFlags & (Packet.SYN | Packet.ACK)) == (Packet.SYN | Packet.ACK)) {
            of(1 - side).beginsAt((int) p.tcpAcknowledgement);
        }
        if ((p.tcpFlags & Packet.SYN) != 0 && of(side).isVague()) {
            of(side).forget();
        }
        return of(side).take(p, (p.tcpFlags & Packet.ACK) == 0 ? null : of(1 - side));
    }

    private void compete(Packet p, int side, Flow flow) {
        Rival known = rival;
        int isn = (int) p.tcpSequence;
        if (known == null) {
            known = new Rival();
            rival = known;
        }
        if (known.packets == 0 || known.side != side || known.isn != isn) {
            known.side = side;
            known.isn = isn;
            known.answers = (p.tcpFlags & Packet.ACK) != 0;
            known.packets = 0;
            known.bytes = 0;
            known.payload = 0;
            known.start = p.time;
            known.capture = p.capture;
            known.firstPacket = p.number;
            known.endBefore = flow.end();
        }
        known.last = p.time;
        known.packets++;
        known.bytes += p.ipLength;
        known.payload += p.payloadLength;
    }

    /** Whether a packet shows that the rival has begun another flow, of which it is part. */
    boolean provesRival(Packet p, int side, Flow flow) {
        Rival other = rival;
        if (other == null) {
            return false;
        }
        int begins = other.isn + 1;
        if (side == other.side) {
            return (p.tcpFlags & (Packet.SYN | Packet.RST)) == 0
                    && (int) p.tcpSequence == begins
                    && flow.packets(1 - side) == 0;
        }
        int beyond = (int) p.tcpAcknowledgement - begins;
        return (p.tcpFlags & Packet.ACK) != 0
                && (beyond == 0 || beyond > 0 && beyond < 0x10000 && (p.tcpFlags & Packet.RST) == 0)
                && !of(other.side).covers((int) p.tcpAcknowledgement);
    }
}

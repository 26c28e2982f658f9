package dev.periplus.transfer;

import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Brings the segments of one side of a TCP stream into order (RFC 9293 section 3.4) and hands on each byte once; the first
 * copy of a byte wins. A segment ahead of a missing one waits, in memory that all streams of a shard share. If too much
 * waits, the missing bytes are given up.
 */
final class StreamOrder {
    private static final int MOST_HELD = 512;

    /** The largest gap that is believed: numbers farther away are of another connection. */
    private static final int FAR = 1 << 26;

    private final int side;
    private final Carrier carrier;
    private final HeldBytes shared;
    private final List<Held> held = new ArrayList<>(0);
    private boolean begun;
    private int next;

    /** A segment that waits; {@code wire} is its length as sent. */
    private record Held(int sequence, byte[] bytes, int wire) {}

    StreamOrder(int side, Carrier carrier, HeldBytes shared) {
        this.side = side;
        this.carrier = carrier;
        this.shared = shared;
    }

    /** The stream goes on, or begins, with this sequence number. */
    void begin(int sequence) {
        begun = true;
        next = sequence;
    }

    void take(Packet p) {
        int sequence = (int) p.tcpSequence + ((p.tcpFlags & Packet.SYN) == 0 ? 0 : 1);
        if (!begun) {
            begin(sequence);
        }
        int ahead = sequence - next;
        if (ahead > FAR || ahead < -FAR) {
            return;
        }
        if (ahead <= 0) {
            deliver(sequence, p.bytes, p.payloadOffset, p.payloadCaptured, p.payloadLength);
            release();
            return;
        }
        int end = p.payloadOffset + p.payloadCaptured;
        held.add(new Held(sequence, Arrays.copyOfRange(p.bytes, p.payloadOffset, end), p.payloadLength));
        shared.add(p.payloadCaptured);
        while (held.size() > MOST_HELD || shared.isExceeded() && !held.isEmpty()) {
            passGap();
        }
    }

    /** Hands on what waits, behind gaps. */
    void end(boolean closed) {
        while (!held.isEmpty()) {
            passGap();
        }
        carrier.ended(side, closed);
    }

    private void passGap() {
        int least = held.get(0).sequence;
        for (Held one : held) {
            least = one.sequence - least < 0 ? one.sequence : least;
        }
        carrier.missing(side, Integer.toUnsignedLong(least - next));
        next = least;
        release();
    }

    private void release() {
        for (int i = 0; i < held.size(); ) {
            Held one = held.get(i);
            if (one.sequence - next > 0) {
                i++;
                continue;
            }
            held.remove(i);
            shared.remove(one.bytes.length);
            deliver(one.sequence, one.bytes, 0, one.bytes.length, one.wire);
            i = 0;
        }
    }

    private void deliver(int sequence, byte[] from, int offset, int captured, int wire) {
        int known = next - sequence;
        if (known >= wire) {
            return;
        }
        next = sequence + wire;
        if (known < captured) {
            carrier.bytes(side, from, offset + known, captured - known);
        }
        if (captured < wire) {
            carrier.missing(side, wire - Math.max(known, captured));
        }
    }
}

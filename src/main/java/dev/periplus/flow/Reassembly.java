package dev.periplus.flow;

import dev.periplus.decode.Packet;

/**
 * Puts the first bytes of one direction of a TCP stream in order (RFC 9293 section 3.4: sequence numbers modulo 2^32).
 * Bytes that came first win over later copies of the same sequence numbers. Segments ahead of the stream are held, at
 * most {@link #HELD} of them; beyond that the direction is <em>lost</em> and what was put in order stays.
 */
final class Reassembly {
    private static final int HELD = 8;
    private static final int HELD_BYTES = 2048;

    private boolean started;
    private boolean lost;
    private long next;
    private int held;
    private final long[] heldSequence = new long[HELD];
    private final int[] heldLength = new int[HELD];
    private final long[] heldPacket = new long[HELD];
    private final int[] heldFrameOffset = new int[HELD];
    private byte[][] heldBytes = new byte[HELD][];

    void clear() {
        started = false;
        lost = false;
        held = 0;
    }

    boolean lost() {
        return lost;
    }

    /** The side's SYN was seen; true where the stream has not begun yet. */
    boolean synchronise(long sequence) {
        if (started) {
            return false;
        }
        started = true;
        next = sequence + 1 & 0xffff_ffffL;
        return true;
    }

    /** Takes a segment; false where it brought nothing that follows in the stream. */
    boolean take(Packet p, Said said, boolean turn, int frameOffset, FlowCounters counters) {
        if (lost || p.payloadCaptured == 0) {
            return false;
        }
        if (!started) {
            started = true;
            next = p.tcpSequence;
        }
        int ahead = (int) (p.tcpSequence - next);
        if (ahead > 0) {
            hold(p, frameOffset, counters);
            return false;
        }
        int known = -ahead;
        if (known >= p.payloadLength) {
            return false;
        }
        if (turn) {
            said.newMessage();
        }
        append(p, said, known, frameOffset, counters);
        release(said);
        return true;
    }

    private void append(Packet p, Said said, int known, int frameOffset, FlowCounters counters) {
        int captured = Math.min(p.payloadCaptured - known, Said.STREAM_LIMIT - said.length());
        if (captured > 0) {
            int at = frameOffset < 0 ? -1 : frameOffset + known;
            said.append(p.bytes, p.payloadOffset + known, captured, p.payloadLength - known, p.number, at);
        }
        next = next + p.payloadLength - known & 0xffff_ffffL;
        if (p.payloadCaptured < p.payloadLength) {
            lose(counters);
        }
    }

    private void hold(Packet p, int frameOffset, FlowCounters counters) {
        if (held == HELD || p.payloadCaptured > HELD_BYTES || p.payloadCaptured < p.payloadLength) {
            counters.segmentsDropped++;
            lose(counters);
            return;
        }
        if (heldBytes[held] == null) {
            heldBytes[held] = new byte[HELD_BYTES];
        }
        p.bytes.get(p.payloadOffset, heldBytes[held], 0, p.payloadCaptured);
        heldSequence[held] = p.tcpSequence;
        heldLength[held] = p.payloadCaptured;
        heldPacket[held] = p.number;
        heldFrameOffset[held] = frameOffset;
        held++;
    }

    /** Appends what was held and now follows; earliest arrival first. */
    private void release(Said said) {
        for (int i = 0; i < held && !lost; ) {
            int known = (int) (next - heldSequence[i]);
            if (known < 0) {
                i++;
                continue;
            }
            int count = Math.min(heldLength[i] - known, Said.STREAM_LIMIT - said.length());
            if (count > 0) {
                int at = heldFrameOffset[i] < 0 ? -1 : heldFrameOffset[i] + known;
                said.append(heldBytes[i], known, count, heldPacket[i], at);
                next = next + heldLength[i] - known & 0xffff_ffffL;
            }
            forget(i);
            i = 0;
        }
    }

    private void forget(int index) {
        byte[] spare = heldBytes[index];
        for (int i = index; i < held - 1; i++) {
            heldSequence[i] = heldSequence[i + 1];
            heldLength[i] = heldLength[i + 1];
            heldPacket[i] = heldPacket[i + 1];
            heldFrameOffset[i] = heldFrameOffset[i + 1];
            heldBytes[i] = heldBytes[i + 1];
        }
        held--;
        heldBytes[held] = spare;
    }

    private void lose(FlowCounters counters) {
        if (!lost) {
            lost = true;
            counters.streamGaps++;
        }
    }
}

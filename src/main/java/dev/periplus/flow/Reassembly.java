package dev.periplus.flow;

import dev.periplus.decode.Packet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reassembles the beginning of one direction of a TCP stream (RFC 9293 section 3.4: sequence numbers modulo 2^32).
 * Bytes that arrive first win over later copies of the same sequence numbers. Out-of-order segments are held, at most
 * {@link #HELD} of them and {@link #HELD_BYTES} bytes. Beyond that they are dropped; after {@link #PATIENCE} of these the
 * direction is <em>lost</em>, and only the bytes in order so far remain.
 */
final class Reassembly {
    private static final int HELD = 32;

    /** So many more segments may arrive ahead of the missing one before it is given up. */
    private static final int PATIENCE = 64;

    private static final int HELD_BYTES = Said.STREAM_LIMIT;
    private static final @Nullable Held[] NONE = {};

    private boolean started;
    private boolean lost;
    private long next;
    private int held;
    private int heldBytes;
    private int dropped;
    private boolean contradicted;
    private @Nullable Held[] ahead = NONE;

    /** An out-of-order segment. */
    private record Held(byte[] bytes, long sequence, long place, int frameOffset) {}

    void clear() {
        started = false;
        lost = false;
        held = 0;
        heldBytes = 0;
        dropped = 0;
        contradicted = false;
        ahead = NONE;
    }

    /** Whether the latest segment had other bytes for a place of the stream than the first to arrive there. */
    boolean isContradicted() {
        return contradicted;
    }

    /**
     * Whether the segment's bytes differ from those kept for the same place. One byte alone may be a keep-alive probe
     * (RFC 9293 section 3.8.4).
     */
    boolean differs(Packet p, Said said) {
        int known = started ? (int) (next - p.tcpSequence) : 0;
        int from = said.length() - known;
        int count = Math.min(known, p.payloadCaptured);
        if (lost || count < 2 || from < 0 || said.length() >= Said.STREAM_LIMIT) {
            return false;
        }
        int at = p.payloadOffset;
        return !Arrays.equals(said.bytes(), from, from + count, p.bytes, at, at + count);
    }

    /** Bytes of segments that wait for others. */
    int heldBytes() {
        return heldBytes;
    }

    /** Whether segments wait for a missing one, which may still come. */
    boolean isWaiting() {
        return !lost && held > 0;
    }

    /** Whether the stream has passed this sequence number. */
    boolean isPast(long sequence) {
        return started && (int) (sequence - next) < 0;
    }

    boolean lost() {
        return lost;
    }

    /** Records the side's SYN; returns true if the stream had not begun yet. */
    boolean synchronise(long sequence) {
        if (started) {
            return false;
        }
        started = true;
        next = sequence + 1 & 0xffff_ffffL;
        return true;
    }

    /** Adds a segment; returns false if it brought nothing that continues the stream. */
    boolean take(Packet p, Said said, boolean turn, int frameOffset, FlowCounters counters) {
        if (lost || p.payloadCaptured == 0) {
            return false;
        }
        // A SYN uses a sequence number of its own, before any data it carries (RFC 7413).
        long sequence = p.tcpSequence + ((p.tcpFlags & Packet.SYN) == 0 ? 0 : 1) & 0xffff_ffffL;
        if (!started) {
            started = true;
            next = sequence;
        }
        int ahead = (int) (sequence - next);
        if (ahead == Integer.MIN_VALUE) {
            return false;
        }
        if (ahead > 0) {
            hold(p, sequence, frameOffset, counters);
            return false;
        }
        int known = -ahead;
        contradicted = known > 0 && (p.tcpFlags & Packet.SYN) == 0 && differs(p, said);
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
            said.append(p.bytes, p.payloadOffset + known, captured, p.payloadLength - known, p.place(), at);
        }
        if (p.shortened && p.payloadCaptured < p.payloadLength) {
            // The host may have dropped it: the true segment may still come in its place.
            next = next + Math.max(0, p.payloadCaptured - known) & 0xffff_ffffL;
            return;
        }
        next = next + p.payloadLength - known & 0xffff_ffffL;
        if (p.payloadCaptured < p.payloadLength) {
            lose(counters);
        }
    }

    private void hold(Packet p, long sequence, int frameOffset, FlowCounters counters) {
        boolean full = held == HELD || heldBytes + p.payloadCaptured > HELD_BYTES;
        if (full || p.payloadCaptured < p.payloadLength) {
            counters.segmentsDropped++;
            if (++dropped > PATIENCE || !p.shortened && p.payloadCaptured < p.payloadLength) {
                lose(counters);
            }
            return;
        }
        if (ahead.length == 0) {
            ahead = new Held[HELD];
        }
        byte[] bytes = Arrays.copyOfRange(p.bytes, p.payloadOffset, p.payloadOffset + p.payloadCaptured);
        heldBytes += bytes.length;
        ahead[held++] = new Held(bytes, sequence, p.place(), frameOffset);
    }

    /** Appends held segments that now continue the stream, earliest arrival first. */
    private void release(Said said) {
        for (int i = 0; i < held && !lost; ) {
            Held segment = ahead[i];
            int known = segment == null ? 0 : (int) (next - segment.sequence);
            if (segment == null || known < 0) {
                i++;
                continue;
            }
            int length = segment.bytes.length;
            int count = Math.min(length - known, Said.STREAM_LIMIT - said.length());
            if (count > 0) {
                int at = segment.frameOffset < 0 ? -1 : segment.frameOffset + known;
                said.append(segment.bytes, known, count, segment.place, at);
                next = next + length - known & 0xffff_ffffL;
            }
            heldBytes -= length;
            System.arraycopy(ahead, i + 1, ahead, i, held - i - 1);
            ahead[--held] = null;
            i = 0;
        }
    }

    private void lose(FlowCounters counters) {
        if (!lost) {
            lost = true;
            counters.streamGaps++;
        }
    }
}

package dev.periplus.flow;

import dev.periplus.decode.Packet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reassembles the beginning of one direction of a TCP stream (RFC 9293 section 3.4: sequence numbers modulo 2^32).
 * Bytes that arrive first win over later copies of the same sequence numbers. Segments ahead of a missing one are held
 * if they belong to the first {@link Said#STREAM_LIMIT} bytes, however many they are. If the other side has long
 * acknowledged what is missing, or too much waits, the stream is <em>stuck</em>: its owner goes on behind the gap with
 * {@link #passGap}, or gives it up with {@link #lose}; then only the bytes in order so far remain.
 */
final class Reassembly {
    /** Held segments, however small. */
    private static final int HELD = 1024;

    private static final int FIRST_HELD = 16;

    /** So many more segments may arrive ahead of the missing one, beyond what is held, before it is given up. */
    private static final int PATIENCE = 64;

    /** So many more segments of both sides may come after the missing one was acknowledged: captures swap a few. */
    private static final int ACKNOWLEDGED = 16;

    private static final int HELD_BYTES = Said.STREAM_LIMIT;

    /** Bytes of memory of a held segment beside its own. */
    private static final int OVERHEAD = 64;

    private static final @Nullable Held[] NONE = {};

    private boolean started;
    private boolean lost;
    private long next;
    private int held;
    private int heldBytes;
    private int beyond;
    private int acknowledged;
    private boolean contradicted;
    private @Nullable Held[] ahead = NONE;

    /** An out-of-order segment. */
    private record Held(byte[] bytes, long sequence, long place, int frameOffset) {}

    void clear() {
        started = false;
        lost = false;
        held = 0;
        heldBytes = 0;
        beyond = 0;
        acknowledged = 0;
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
        return heldBytes + OVERHEAD * held;
    }

    /** Whether segments wait for a missing one, which may still come. */
    boolean isWaiting() {
        return !lost && held > 0;
    }

    /** Whether so much waits that the missing segment will not come. */
    boolean isStuck() {
        return isWaiting() && beyond > PATIENCE;
    }

    /** Hears a segment of the other side; returns whether the missing one was acknowledged long ago. */
    boolean acknowledged(Packet p) {
        if (!isWaiting()) {
            return false;
        }
        if (acknowledged == 0) {
            boolean has = (p.tcpFlags & (Packet.ACK | Packet.RST)) == Packet.ACK;
            acknowledged = has && (int) (p.tcpAcknowledgement - ahead(0).sequence) > 0 ? 1 : 0;
            return false;
        }
        return ++acknowledged > ACKNOWLEDGED;
    }

    private Held ahead(int index) {
        Held segment = ahead[index];
        if (segment == null) {
            throw new IllegalStateException("no segment " + index);
        }
        return segment;
    }

    /** Goes on with the first of the held segments. */
    void passGap(Said said) {
        long first = ahead(0).sequence;
        for (int i = 1; i < held; i++) {
            long sequence = ahead(i).sequence;
            first = (int) (sequence - first) < 0 ? sequence : first;
        }
        next = first;
        beyond = 0;
        acknowledged = 0;
        said.newMessage();
        release(said);
    }

    /** Whether the stream has passed this sequence number. */
    boolean isPast(long sequence) {
        return started && (int) (sequence - next) < 0;
    }

    /** The sequence number behind what is in order; -1 before the stream has begun. */
    long next() {
        return started ? next : -1;
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
            hold(p, said, sequence, frameOffset, counters);
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

    private void hold(Packet p, Said said, long sequence, int frameOffset, FlowCounters counters) {
        if (p.payloadCaptured < p.payloadLength) {
            counters.segmentsDropped++;
            if (p.shortened) {
                beyond++;
            } else {
                lose(counters);
            }
            return;
        }
        acknowledged += acknowledged > 0 ? 1 : 0;
        if (said.length() + (int) (sequence - next) >= Said.STREAM_LIMIT || isHeld(p, sequence)) {
            beyond++;
            return;
        }
        if (held == HELD || heldBytes + p.payloadCaptured > HELD_BYTES) {
            counters.segmentsDropped++;
            beyond++;
            return;
        }
        if (held == ahead.length) {
            ahead = Arrays.copyOf(ahead, held == 0 ? FIRST_HELD : 2 * held);
        }
        byte[] bytes = Arrays.copyOfRange(p.bytes, p.payloadOffset, p.payloadOffset + p.payloadCaptured);
        heldBytes += bytes.length;
        ahead[held++] = new Held(bytes, sequence, p.place(), frameOffset);
    }

    /** Whether a held segment has the bytes of this one. */
    private boolean isHeld(Packet p, long sequence) {
        for (int i = 0; i < held; i++) {
            int from = (int) (sequence - ahead(i).sequence);
            if (from >= 0 && from + p.payloadCaptured <= ahead(i).bytes.length) {
                return true;
            }
        }
        return false;
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

    /** Gives up what is missing, and what follows it. */
    void lose(FlowCounters counters) {
        if (!lost) {
            lost = true;
            counters.streamGaps++;
        }
    }
}

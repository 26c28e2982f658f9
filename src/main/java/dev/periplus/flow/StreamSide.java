package dev.periplus.flow;

import dev.periplus.decode.Packet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The sequence numbers of one side of a TCP flow (RFC 9293 section 3.4): where its stream began, how far it has come, and
 * which bytes of it the capture lacks. A byte that is sent again counts once.
 */
final class StreamSide {
    /** The largest gap that is believed: numbers farther away are of another connection. */
    static final int FAR = 1 << 26;

    /** How far before the first segment seen an earlier one, or the SYN, may be. */
    private static final int EARLIER = 1 << 16;

    /** How far from the expected number a reset is still believed: a segment that is in flight may come later. */
    static final int NEAR = 1 << 16;

    /** Open gaps kept; the bytes of an older one are missing for good. */
    private static final int MOST_GAPS = 8;

    private static final int[] NONE = {};

    private boolean begun;
    private boolean synSeen;
    private boolean acknowledges;
    private int isn;
    private int first;
    private int next;
    private int acknowledged;

    /** Beginning and end of each gap, the oldest first. */
    private int[] gaps = NONE;

    private int gapCount;
    private long missed;

    /** A copy that no longer changes. */
    StreamSide copy() {
        StreamSide copy = new StreamSide();
        copy.begun = begun;
        copy.synSeen = synSeen;
        copy.acknowledges = acknowledges;
        copy.isn = isn;
        copy.first = first;
        copy.next = next;
        copy.acknowledged = acknowledged;
        copy.missed = missed();
        return copy;
    }

    /** Whether what this side acknowledged last, if anything, is of the other's stream. */
    boolean acknowledges(StreamSide other) {
        return !acknowledges || other.covers(acknowledged);
    }

    /** Whether it has acknowledged anything. */
    boolean hasAcknowledged() {
        return acknowledges;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte((begun ? 1 : 0) | (synSeen ? 2 : 0) | (acknowledges ? 4 : 0));
        out.writeInt(isn);
        out.writeInt(first);
        out.writeInt(next);
        out.writeInt(acknowledged);
        out.writeLong(missed());
    }

    /** Reads what {@link #write} wrote. */
    static StreamSide read(DataInput in) throws IOException {
        StreamSide read = new StreamSide();
        int flags = in.readUnsignedByte();
        read.begun = (flags & 1) != 0;
        read.synSeen = (flags & 2) != 0;
        read.acknowledges = (flags & 4) != 0;
        read.isn = in.readInt();
        read.first = in.readInt();
        read.next = in.readInt();
        read.acknowledged = in.readInt();
        read.missed = in.readLong();
        return read;
    }

    /**
     * Takes over what a later part of the stream shows, or another capture of it; returns how many bytes of its payload
     * are no news.
     */
    int join(StreamSide later) {
        int repeated = 0;
        missed = missed() + later.missed();
        gapCount = 0;
        if (later.begun) {
            int ahead = begun ? later.first - next : 0;
            if (ahead > 0 && ahead < FAR) {
                missed += ahead;
            } else if (ahead < 0 && ahead > -FAR) {
                int again = Math.max(0, Math.min(-ahead, later.next - later.first));
                int lacked = (int) Math.min(again, later.missed());
                missed -= lacked;
                repeated = again - lacked;
            }
            synSeen |= later.synSeen;
            isn = begun ? isn : later.isn;
            first = begun ? first : later.first;
            next = begun && later.next - next < 0 && isNear(later.next) ? next : later.next;
            begun = true;
        }
        acknowledges |= later.acknowledges;
        acknowledged = later.acknowledges ? later.acknowledged : acknowledged;
        return repeated;
    }

    /** Whether a later part of the stream begins about where this one ends: a few bytes may be missing, or sent again. */
    boolean continuesWith(StreamSide later) {
        return Math.abs(later.first - next) < NEAR;
    }

    /** Whether another capture of a stream shows about the same part of it. */
    boolean isAlike(StreamSide other) {
        return synSeen && other.synSeen
                ? isn == other.isn
                : Math.abs(other.first - first) < NEAR && Math.abs(other.next - next) < NEAR;
    }

    /** Whether its SYN was seen. */
    boolean hasSyn() {
        return synSeen;
    }

    /** The sequence number of its SYN. */
    long syn() {
        return Integer.toUnsignedLong(isn);
    }

    /** Whether anything tells where it is in its stream. */
    boolean hasBegun() {
        return begun;
    }

    /** The number of its first byte. */
    int first() {
        return first;
    }

    /** The number after the last byte seen. */
    int next() {
        return next;
    }

    /** Bytes between its first and its last that were not seen. */
    long missed() {
        long missing = missed;
        for (int i = 0; i < gapCount; i++) {
            missing += gaps[2 * i + 1] - gaps[2 * i];
        }
        return missing;
    }

    /** Whether a SYN with this number may be the one that began the stream. */
    boolean mayBegin(int sequence) {
        int before = first - 1 - sequence;
        return !begun || (synSeen ? isn == sequence : before >= 0 && before < EARLIER);
    }

    /** Whether an acknowledgement of the other side, or a number of this one, is of this stream so far. */
    boolean covers(int number) {
        return begun && number - first >= -1 && next + 1 - number >= 0;
    }

    /** Whether a segment with this number is one of those that may come now. */
    boolean goesOn(int sequence) {
        return begun && Math.abs(sequence - next) < NEAR;
    }

    /** Its SYN has this number. */
    void synchronise(int sequence) {
        synSeen = true;
        isn = sequence;
        beginsAt(sequence + 1);
    }

    private boolean isNear(int number) {
        return !begun || Math.abs(number - next) < FAR;
    }

    /** The other side's SYN-ACK tells where the stream begins. */
    void beginsAt(int sequence) {
        if (!begun) {
            begun = true;
            first = sequence;
            next = sequence;
        }
    }

    /** Whether a reset with this number is for this connection. */
    boolean mayReset(int sequence, StreamSide other) {
        int ahead = other.acknowledges ? sequence - other.acknowledged : -1;
        return !begun || goesOn(sequence) || ahead >= 0 && ahead < NEAR;
    }

    /** Whether it has shown nothing that fixes its numbers: neither a SYN nor payload. */
    boolean isVague() {
        return !synSeen && first == next;
    }

    /** A SYN fixes the numbers; earlier ones were of another connection. */
    void forget() {
        begun = false;
    }

    /**
     * Takes the numbers of a segment; returns how many bytes of its payload are new.
     *
     * @param other the other side if the segment acknowledges something, else null
     */
    int take(Packet p, @Nullable StreamSide other) {
        if ((p.tcpFlags & Packet.RST) != 0) {
            return p.payloadLength;
        }
        if (other != null && other.isNear((int) p.tcpAcknowledgement)) {
            acknowledges = true;
            acknowledged = (int) p.tcpAcknowledgement;
        }
        boolean syn = (p.tcpFlags & Packet.SYN) != 0;
        int sequence = (int) p.tcpSequence + (syn ? 1 : 0);
        if (syn && !mayBegin(sequence - 1)) {
            return p.payloadLength;
        }
        if (syn) {
            synchronise(sequence - 1);
        }
        beginsAt(sequence);
        int fresh = place(sequence, p.payloadLength);
        int end = sequence + p.payloadLength;
        if ((p.tcpFlags & Packet.FIN) != 0 && end == next) {
            next++;
        }
        return fresh;
    }

    private int place(int sequence, int length) {
        int ahead = sequence - next;
        if (ahead >= FAR || ahead <= -FAR) {
            return length;
        }
        if (ahead > 0) {
            // A FIN that was not captured takes a number as well.
            if (ahead > 1 || length > 0) {
                gap(next, sequence);
            }
            next = sequence + length;
            return length;
        }
        int known = Math.min(length, -ahead);
        next += length - known;
        int early = synSeen ? 0 : first - sequence;
        if (early > 0 && early < EARLIER) {
            int before = Math.min(length, early);
            if (before < early) {
                gap(sequence + before, first);
            }
            first = sequence;
            return length - known + before;
        }
        return length - known + filled(sequence, sequence + known);
    }

    private void gap(int from, int to) {
        if (gapCount == MOST_GAPS) {
            missed += gaps[1] - gaps[0];
            remove(0);
        }
        if (gaps.length == 0) {
            gaps = new int[2 * MOST_GAPS];
        }
        gaps[2 * gapCount] = from;
        gaps[2 * gapCount + 1] = to;
        gapCount++;
    }

    private void remove(int index) {
        gapCount--;
        System.arraycopy(gaps, 2 * index + 2, gaps, 2 * index, 2 * (gapCount - index));
    }

    /** Closes what a late segment fills; returns the number of its bytes that were missing. */
    private int filled(int from, int to) {
        int filled = 0;
        for (int i = gapCount - 1; i >= 0 && from != to; i--) {
            int begin = gaps[2 * i];
            int end = gaps[2 * i + 1];
            int low = from - begin > 0 ? from : begin;
            int high = to - end < 0 ? to : end;
            if (high - low <= 0) {
                continue;
            }
            filled += high - low;
            remove(i);
            if (low != begin) {
                gap(begin, low);
            }
            if (high != end) {
                gap(high, end);
            }
        }
        return filled;
    }
}

package dev.periplus.flow;

import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import java.util.Arrays;

/**
 * What one side of a flow has said, as far as it is kept: of a TCP or SCTP flow the stream from its beginning, of a
 * datagram flow the latest datagram. Pooled; belongs to a flow only while that flow is open for inspection.
 */
public final class Said {
    /** Of a stream at most this much is kept; of a datagram the whole. */
    public static final int STREAM_LIMIT = 16 * 1024;

    private static final int ORIGINS = 24;
    private static final int FIRST_ORIGINS = 2;
    private static final byte[] NOTHING = {};
    private static final int FIRST_CAPACITY = 64;

    /** A larger buffer is not kept when the flow is done with. */
    private static final int KEPT_CAPACITY = 2048;

    private static final int MESSAGES = 8;

    private byte[] bytes = NOTHING;
    private int length;
    private int wireLength;
    private int count;
    private boolean fromStart;
    private boolean snapped;

    private int origins;
    private int noted;
    private int[] originOffset = new int[FIRST_ORIGINS];
    private long[] originPlace = new long[FIRST_ORIGINS];
    private int[] originFrameOffset = new int[FIRST_ORIGINS];
    private int messages;
    private final int[] messageStart = new int[MESSAGES];

    /** The bytes; valid up to {@link #length}. Not to be changed or kept. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes are here. */
    public int length() {
        return length;
    }

    /** How many bytes there were: more than {@link #length} where the capture cut the packet or the limit was reached. */
    public int wireLength() {
        return wireLength;
    }

    /** Payload packets of this side so far. */
    public int count() {
        return count;
    }

    /** For streams: true where the first byte here is the first byte the side sent (its SYN was seen). */
    public boolean fromStart() {
        return fromStart;
    }

    /** True where a packet in here was cut by the capture. */
    public boolean snapped() {
        return snapped;
    }

    /** Messages of a stream so far: runs of bytes of this side with none of the other side between; 1 for a datagram. */
    public int messages() {
        return messages;
    }

    /** Where message {@code index}, from 1, begins; only the first eight are known. */
    public int messageStart(int index) {
        return messageStart[Math.min(index, MESSAGES) - 1];
    }

    /** Where message {@code index} ends, as far as it is here. */
    public int messageEnd(int index) {
        return index < Math.min(messages, MESSAGES) ? messageStart[index] : length;
    }

    /** A cursor over all that is here. */
    public ByteCursor cursor(ByteCursor cursor) {
        return cursor.reset(bytes, 0, length);
    }

    /** The number of the packet that brought the byte at {@code offset}, 0 where that is no longer known. */
    public long packetOf(int offset) {
        int origin = originOf(offset);
        return origin < 0 ? 0 : Packet.numberOf(originPlace[origin]);
    }

    /** The index of the capture that holds that packet. */
    public int captureOf(int offset) {
        int origin = originOf(offset);
        return origin < 0 ? 0 : Packet.captureOf(originPlace[origin]);
    }

    /** Where in that packet's frame the byte lies, -1 where it cannot be said (a reassembled datagram). */
    public int frameOffsetOf(int offset) {
        int origin = originOf(offset);
        return origin < 0 || originFrameOffset[origin] < 0
                ? -1
                : originFrameOffset[origin] + offset - originOffset[origin];
    }

    private int originOf(int offset) {
        if (offset >= noted) {
            return -1;
        }
        int origin = origins - 1;
        while (origin >= 0 && originOffset[origin] > offset) {
            origin--;
        }
        return origin;
    }

    void clear() {
        length = 0;
        wireLength = 0;
        count = 0;
        fromStart = false;
        snapped = false;
        origins = 0;
        noted = 0;
        messages = 0;
        if (bytes.length > KEPT_CAPACITY) {
            bytes = NOTHING;
        }
    }

    void startSeen() {
        fromStart = true;
    }

    void newMessage() {
        if (messages < MESSAGES) {
            messageStart[messages] = length;
        }
        messages++;
    }

    void counted() {
        count++;
    }

    /** Forgets the last datagram and takes the next, of the packet at this {@link Packet#place}. */
    void datagram(byte[] from, int offset, int captured, int wire, long place, int frameOffset) {
        length = 0;
        wireLength = 0;
        origins = 0;
        noted = 0;
        messages = 0;
        snapped = false;
        newMessage();
        append(from, offset, captured, wire, place, frameOffset);
    }

    /** Adds what follows in the stream. */
    void append(byte[] from, int offset, int captured, int wire, long place, int frameOffset) {
        ensure(length + captured);
        System.arraycopy(from, offset, bytes, length, captured);
        note(captured, place, frameOffset);
        length += captured;
        wireLength += wire;
        snapped |= captured < wire;
    }

    void append(byte[] from, int offset, int count, long place, int frameOffset) {
        append(from, offset, count, count, place, frameOffset);
    }

    /** Adds what another holds from an offset on, with where it came from. */
    void append(Said from, int offset) {
        for (int at = offset; at < from.length; ) {
            int origin = from.originOf(at);
            int last = origin + 1 < from.origins ? from.originOffset[origin + 1] : from.noted;
            int end = origin < 0 ? from.length : last;
            append(from.bytes, at, end - at, origin < 0 ? 0 : from.originPlace[origin], from.frameOffsetOf(at));
            at = end;
        }
        snapped |= from.snapped;
    }

    private void note(int count, long place, int frameOffset) {
        if (origins < ORIGINS) {
            if (origins == originOffset.length) {
                int more = Math.min(ORIGINS, 3 * origins);
                originOffset = Arrays.copyOf(originOffset, more);
                originPlace = Arrays.copyOf(originPlace, more);
                originFrameOffset = Arrays.copyOf(originFrameOffset, more);
            }
            noted = length + count;
            originOffset[origins] = length;
            originPlace[origins] = place;
            originFrameOffset[origins] = frameOffset;
            origins++;
        }
    }

    private void ensure(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(capacity, FIRST_CAPACITY), bytes.length * 2));
        }
    }
}

package dev.periplus.flow;

import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The retained bytes that one side of a flow has sent: for a TCP or SCTP flow, the beginning of the stream; for a
 * datagram flow, the latest datagram. Pooled; belongs to a flow only while the flow is under inspection.
 */
public final class Said {
    /** Maximum bytes kept of a stream. */
    public static final int STREAM_LIMIT = 16 * 1024;

    /** Maximum bytes kept of a datagram: more than UDP can carry (RFC 768), less than a capture may claim. */
    private static final int DATAGRAM_LIMIT = 0xffff;

    private static final int ORIGINS = 24;
    private static final int FIRST_ORIGINS = 2;
    private static final byte[] NOTHING = {};
    private static final int FIRST_CAPACITY = 64;

    /** Buffers larger than this are released when the flow no longer needs them. */
    private static final int KEPT_CAPACITY = 2048;

    private static final int MESSAGES = 8;

    private final @Nullable Spares spares;
    private byte[] bytes = NOTHING;
    private int length;
    private int wireLength;
    private int count;
    private boolean fromStart;
    private boolean snapped;

    private int payloadIdentifier;
    private int origins;
    private int noted;
    private int[] originOffset = new int[FIRST_ORIGINS];
    private long[] originPlace = new long[FIRST_ORIGINS];
    private int[] originFrameOffset = new int[FIRST_ORIGINS];
    private int messages;
    private final int[] messageStart = new int[MESSAGES];

    Said() {
        this(null);
    }

    /** @param spares where large buffers come from and go to; null for neither */
    Said(@Nullable Spares spares) {
        this.spares = spares;
    }

    /** The bytes, valid up to {@link #length}. Do not modify or retain them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Number of bytes kept. */
    public int length() {
        return length;
    }

    /** Number of bytes sent: more than {@link #length} if the capture truncated a packet or the limit was reached. */
    public int wireLength() {
        return wireLength;
    }

    /** Payload packets of this side so far. */
    public int count() {
        return count;
    }

    /** For streams: whether the first byte here is the first byte the side sent (its SYN was seen). */
    public boolean fromStart() {
        return fromStart;
    }

    /** Whether the capture truncated a packet in here. */
    public boolean snapped() {
        return snapped;
    }

    /** SCTP payload protocol identifier of the latest message, the four bytes before it in its frame; 0 if none. */
    public int payloadIdentifier() {
        return payloadIdentifier;
    }

    /** Messages of a stream so far: runs of bytes from this side uninterrupted by the other side; 1 for a datagram. */
    public int messages() {
        return messages;
    }

    /** Offset at which message {@code index}, from 1, begins; known for the first eight only. */
    public int messageStart(int index) {
        return messageStart[Math.min(index, MESSAGES) - 1];
    }

    /** Offset at which message {@code index} ends, within the bytes kept. */
    public int messageEnd(int index) {
        return index < Math.min(messages, MESSAGES) ? messageStart[index] : length;
    }

    /** Points a cursor at all bytes kept. */
    public ByteCursor cursor(ByteCursor cursor) {
        return cursor.reset(bytes, 0, length);
    }

    /** Number of the packet that carried the byte at {@code offset}, 0 if no longer known. */
    public long packetOf(int offset) {
        int origin = originOf(offset);
        return origin < 0 ? 0 : Packet.numberOf(originPlace[origin]);
    }

    /** Index of the capture that contains that packet. */
    public int captureOf(int offset) {
        int origin = originOf(offset);
        return origin < 0 ? 0 : Packet.captureOf(originPlace[origin]);
    }

    /** Offset of the byte in that packet's frame, -1 if there is none (a reassembled datagram). */
    public int frameOffsetOf(int offset) {
        int origin = originOf(offset);
        return origin < 0 || originFrameOffset[origin] < 0
                ? -1
                : originFrameOffset[origin] + offset - originOffset[origin];
    }

    /** Offset at which the bytes of the packet that carried the byte at {@code offset} end, or all bytes kept. */
    public int packetEnd(int offset) {
        int origin = originOf(offset);
        if (origin < 0) {
            return length;
        }
        return origin + 1 < origins ? originOffset[origin + 1] : noted;
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
        payloadIdentifier = 0;
        if (bytes.length > KEPT_CAPACITY) {
            if (spares != null) {
                spares.give(bytes);
            }
            bytes = NOTHING;
        }
    }

    /** Forgets the bytes, but not how many packets brought them: what follows is from the middle of a stream. */
    void restart() {
        int packets = count;
        clear();
        count = packets;
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

    /** Replaces the previous datagram with the one in the packet at this {@link Packet#place}. */
    void datagram(byte[] from, int offset, int captured, int wire, long place, int frameOffset) {
        newDatagram();
        append(from, offset, Math.min(captured, DATAGRAM_LIMIT), wire, place, frameOffset);
    }

    /** Replaces the previous datagram with bytes that another holds, along with their origins. */
    void datagram(Said from, int offset, int captured, int wire) {
        newDatagram();
        append(from, offset, captured);
        wireLength = wire;
        snapped = captured < wire;
    }

    /** Replaces the previous datagram with decoded bytes, of which another holds the encoded ones at this offset. */
    void datagram(Said from, int offset, byte[] decoded) {
        newDatagram();
        append(from, offset, decoded, decoded.length);
        snapped = false;
    }

    private void newDatagram() {
        length = 0;
        wireLength = 0;
        origins = 0;
        noted = 0;
        messages = 0;
        snapped = false;
        newMessage();
    }

    void identified(int identifier) {
        payloadIdentifier = identifier;
    }

    /** Bytes of memory in use. */
    int capacity() {
        return bytes.length;
    }

    /** Appends the next bytes of the stream. */
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

    /** Appends bytes that another holds, along with their origins. */
    void append(Said from, int offset, int count) {
        int to = offset + count;
        for (int at = offset; at < to; ) {
            int origin = from.originOf(at);
            int last = origin + 1 < from.origins ? from.originOffset[origin + 1] : from.noted;
            int end = origin < 0 ? to : Math.min(to, last);
            append(from.bytes, at, end - at, origin < 0 ? 0 : from.originPlace[origin], from.frameOffsetOf(at));
            at = end;
        }
        snapped |= from.snapped;
    }

    /** Appends decoded bytes, of which another holds the encoded ones at this offset. */
    void append(Said from, int offset, byte[] decoded, int count) {
        int origin = from.originOf(offset);
        append(decoded, 0, count, origin < 0 ? 0 : from.originPlace[origin], -1);
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
            int least = Math.max(Math.max(capacity, FIRST_CAPACITY), bytes.length * 2);
            byte[] larger = spares == null || least <= KEPT_CAPACITY ? new byte[least] : spares.take(least);
            System.arraycopy(bytes, 0, larger, 0, length);
            if (spares != null && bytes.length > KEPT_CAPACITY) {
                spares.give(bytes);
            }
            bytes = larger;
        }
    }
}

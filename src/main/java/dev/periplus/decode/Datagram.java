package dev.periplus.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP datagram with fragments still missing (RFC 791 section 3.2, RFC 8200 section 4.5). Tracks which 8-byte units of
 * the payload are stored, one bit each, so the cost of storing a fragment depends on its length alone, not on the
 * fragments before it. Pooled together with its buffer.
 */
final class Datagram {
    static final int LARGEST = 1 << 16;

    private static final int UNIT = 8;
    private static final int UNKNOWN = -1;

    /**
     * Fields shared by all fragments: addresses, VLAN, tunnel, protocol. Time and packet number come from the first
     * fragment.
     */
    final Packet packet = new Packet();

    /** Ordinal of the datagram within the decoder, from 1. */
    long number;

    int identification;
    int hash;

    /** Latest time known when the first fragment to arrive was seen. */
    long clock;

    /** Whether the datagram was dropped; it then swallows later fragments until it expires. */
    boolean dead;

    /** Wire bytes of its frames so far. */
    int wireLength;

    @Nullable
    Datagram nextInBucket;

    @Nullable
    Datagram newer;

    @Nullable
    Datagram older;

    private final long[] stored = new long[LARGEST / UNIT / Long.SIZE];
    private byte[] bytes = new byte[0];
    private int units;
    private int total;
    private int furthest;
    private int cutAt;
    private int header;

    /** Reinitialises the datagram for the fragment in this packet. */
    void begin(Packet p, int protocol, int id, int hashCode, long now, long ordinal) {
        number = ordinal;
        packet.ipVersion = p.ipVersion;
        packet.sourceHigh = p.sourceHigh;
        packet.sourceLow = p.sourceLow;
        packet.destinationHigh = p.destinationHigh;
        packet.destinationLow = p.destinationLow;
        packet.vlan = p.vlan;
        packet.tunnel = p.tunnel;
        packet.tunnelKinds = p.tunnelKinds;
        packet.protocol = protocol;
        identification = id;
        hash = hashCode;
        clock = now;
        dead = false;
        wireLength = 0;
        Arrays.fill(stored, 0);
        units = 0;
        total = UNKNOWN;
        furthest = 0;
        cutAt = LARGEST;
        header = UNKNOWN;
    }

    /**
     * Whether this packet is a fragment of the datagram. In IPv6 only the first fragment carries the protocol, so the
     * protocol is compared for IPv4 only.
     */
    boolean isOf(Packet p, int protocol, int id) {
        return identification == id
                && packet.sourceLow == p.sourceLow
                && packet.destinationLow == p.destinationLow
                && packet.sourceHigh == p.sourceHigh
                && packet.destinationHigh == p.destinationHigh
                && packet.ipVersion == p.ipVersion
                && packet.vlan == p.vlan
                && packet.tunnel == p.tunnel
                && (packet.ipVersion == 6 || packet.protocol == protocol);
    }

    /** Records the fragment at offset 0. */
    void first(Packet p, int firstHeader, int headerBytes) {
        if (header == UNKNOWN) {
            header = firstHeader;
            packet.time = p.time;
            packet.capture = p.capture;
            packet.number = p.number;
            packet.ipLength = headerBytes;
        }
    }

    boolean hasFirst() {
        return header != UNKNOWN;
    }

    /** Type of the first header in the payload; known once the first fragment has arrived. */
    int header() {
        return header;
    }

    /** Highest payload offset that any fragment reaches. */
    int furthest() {
        return furthest;
    }

    boolean complete() {
        return total != UNKNOWN && units == (total + UNIT - 1) / UNIT;
    }

    int capacity() {
        return bytes.length;
    }

    /** Resizes the buffer; 0 releases it. */
    void resize(int capacity) {
        bytes = Arrays.copyOf(bytes, capacity);
    }

    /**
     * Stores a fragment's payload, of whose {@code length} bytes {@code captured} were captured; the buffer must have
     * room. Bytes stored earlier win. Returns false if the fragment contradicts the others: it lies beyond the end, or,
     * if {@code strict}, it overlaps them without repeating the same bytes.
     */
    boolean store(byte[] from, int at, int captured, int offset, int length, boolean more, boolean strict) {
        int end = offset + length;
        boolean beyond = total != UNKNOWN && (end > total || !more && end != total);
        if (beyond || !more && end < furthest) {
            return false;
        }
        int first = offset / UNIT;
        int last = (end + UNIT - 1) / UNIT;
        int known = known(first, last);
        if (known > 0 && strict) {
            return known == last - first && repeats(from, at, captured, offset);
        }
        if (known == 0) {
            System.arraycopy(from, at, bytes, offset, captured);
        } else {
            fill(from, at, captured, first, last);
        }
        mark(first, last);
        units += last - first - known;
        furthest = Math.max(furthest, end);
        total = more ? total : end;
        if (captured < length && known < last - first) {
            cutAt = Math.min(cutAt, offset + captured);
        }
        return true;
    }

    /** Number of payload bytes from the start without a gap. */
    int contiguous() {
        int unit = 0;
        while (unit < LARGEST / UNIT && isStored(unit)) {
            unit++;
        }
        return Math.min(Math.min(unit * UNIT, furthest), cutAt);
    }

    void copyTo(byte[] target, int count) {
        System.arraycopy(bytes, 0, target, 0, count);
    }

    private int known(int first, int last) {
        int count = 0;
        for (int unit = first; unit < last; unit++) {
            if ((unit & Long.SIZE - 1) == 0 && unit + Long.SIZE <= last) {
                count += Long.bitCount(stored[unit / Long.SIZE]);
                unit += Long.SIZE - 1;
            } else if (isStored(unit)) {
                count++;
            }
        }
        return count;
    }

    private boolean repeats(byte[] from, int at, int captured, int offset) {
        int comparable = Math.min(captured, cutAt - offset);
        for (int i = 0; i < comparable; i++) {
            if (from[at + i] != bytes[offset + i]) {
                return false;
            }
        }
        return true;
    }

    private void fill(byte[] from, int at, int captured, int first, int last) {
        int offset = first * UNIT;
        for (int unit = first; unit < last; unit++) {
            int done = unit * UNIT - offset;
            if (!isStored(unit) && done < captured) {
                System.arraycopy(from, at + done, bytes, unit * UNIT, Math.min(UNIT, captured - done));
            }
        }
    }

    private void mark(int first, int last) {
        for (int unit = first; unit < last; unit++) {
            stored[unit / Long.SIZE] |= 1L << unit;
        }
    }

    private boolean isStored(int unit) {
        return (stored[unit / Long.SIZE] & 1L << unit) != 0;
    }
}

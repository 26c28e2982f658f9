package dev.periplus.decode;

import dev.periplus.address.KeyedHash;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Reassembles fragmented datagrams within bounds on count, bytes and age, evicting the oldest first. If IPv4 fragments
 * overlap, the bytes that arrived first win; an IPv6 datagram with overlapping fragments is dropped (RFC 5722), unless
 * they are exact duplicates (RFC 8200 section 4.5). A datagram that can no longer be completed is passed on as far as
 * it is contiguous, if its first fragment arrived, so that its flow is known. Fragments left over because the capture holds
 * each of them twice are dropped: their datagram is known already.
 */
final class Fragments {
    /** Receives the beginning of a datagram that will not be completed. */
    interface Incomplete {
        /**
         * Called with the payload at the start of the packet's buffer; for IPv6, {@code header} is the type of its
         * first header.
         */
        void onIncomplete(Packet p, int header, int captured, int length);
    }

    private static final int BUCKETS = 1024;
    private static final int SMALLEST = 2048;

    private final DecodeSettings settings;
    private final DecodeCounters counters;
    private final PacketHandler handler;
    private final Incomplete incomplete;
    private final CompletedDatagrams completed = new CompletedDatagrams();
    private final ArrayDeque<Datagram> pool = new ArrayDeque<>();
    private final @Nullable Datagram[] buckets = new Datagram[BUCKETS];
    private @Nullable Datagram oldest;
    private @Nullable Datagram newest;
    private int size;
    private long held;
    private long pooled;
    private long clock = Long.MIN_VALUE;
    private long begun;

    private byte[] whole = {};
    private byte[] beginning = {};
    private int header;
    private int captured;
    private int length;

    Fragments(DecodeSettings settings, DecodeCounters counters, PacketHandler handler, Incomplete incomplete) {
        this.settings = settings;
        this.counters = counters;
        this.handler = handler;
        this.incomplete = incomplete;
    }

    /** Expires datagrams by this time; a time before the latest known has no effect. */
    void clock(long time) {
        clock = Math.max(clock, time);
        while (oldest != null && clock - oldest.clock > settings.fragmentNanos()) {
            oldest.packet.clock = oldest.clock + settings.fragmentNanos();
            abandon(oldest, DecodeLoss.FRAGMENT_EXPIRED);
        }
    }

    /** Drops all datagrams and resets the clock. */
    void flush() {
        while (oldest != null) {
            oldest.packet.clock = clock;
            abandon(oldest, DecodeLoss.FRAGMENT_UNFINISHED);
        }
        clock = Long.MIN_VALUE;
    }

    /** First header, captured length and full length of the datagram that {@link #add} completed. */
    int header() {
        return header;
    }

    int captured() {
        return captured;
    }

    int length() {
        return length;
    }

    /**
     * Adds a fragment. Returns true if it completes its datagram: the packet then holds the datagram at the start of
     * its buffer, which stays valid until the next fragment is added.
     *
     * @param protocol IP protocol, or for IPv6 the type of the payload's first header
     * @param offset of the fragment in the datagram
     * @param at where the fragment's payload begins; {@code caught} of its {@code size} bytes were captured
     */
    boolean add(Packet p, int protocol, int identification, int offset, boolean more, int at, int caught, int size) {
        counters.fragments++;
        Datagram datagram = datagramOf(p, protocol, identification);
        if (datagram.dead) {
            return false;
        }
        makeRoom(datagram, offset + caught);
        boolean strict = p.ipVersion == 6;
        if (!datagram.store(p.bytes, at, caught, offset, size, more, strict)) {
            counters.lose(DecodeLoss.FRAGMENT_OVERLAP);
            datagram.dead = strict;
            return false;
        }
        datagram.wireLength = Math.min(datagram.wireLength, Integer.MAX_VALUE / 2) + p.wireLength;
        if (offset == 0) {
            datagram.first(p, protocol, p.ipLength - size);
        }
        handler.onFragment(p, datagram.number);
        if (!datagram.complete()) {
            return false;
        }
        finish(datagram, p, p.ipLength - size);
        return true;
    }

    private void finish(Datagram datagram, Packet p, int headerBytes) {
        completed.add(datagram, clock);
        if (whole.length == 0) {
            whole = new byte[Datagram.LARGEST];
        }
        header = datagram.header();
        captured = datagram.contiguous();
        length = datagram.furthest();
        datagram.copyTo(whole, captured);
        p.bytes = whole;
        p.reassembled = true;
        p.datagram = datagram.number;
        p.frameOffset = 0;
        p.wireLength = datagram.wireLength;
        p.ipLength = headerBytes + length;
        counters.reassembled++;
        release(datagram);
    }

    private Datagram datagramOf(Packet p, int protocol, int identification) {
        int hash = hash(p, identification);
        Datagram datagram = buckets[hash & BUCKETS - 1];
        while (datagram != null && !(datagram.hash == hash && datagram.isOf(p, protocol, identification))) {
            datagram = datagram.nextInBucket;
        }
        return datagram != null ? datagram : open(p, protocol, identification, hash);
    }

    private Datagram open(Packet p, int protocol, int identification, int hash) {
        if (size == settings.fragmentedDatagrams() && oldest != null) {
            oldest.packet.clock = clock;
            abandon(oldest, DecodeLoss.FRAGMENT_EVICTED);
        }
        Datagram datagram = pool.isEmpty() ? new Datagram() : pool.pop();
        pooled -= datagram.capacity();
        datagram.begin(p, protocol, identification, hash, clock, ++begun);
        int bucket = hash & BUCKETS - 1;
        datagram.nextInBucket = buckets[bucket];
        buckets[bucket] = datagram;
        datagram.older = newest;
        datagram.newer = null;
        if (newest == null) {
            oldest = datagram;
        } else {
            newest.newer = datagram;
        }
        newest = datagram;
        size++;
        return datagram;
    }

    private void makeRoom(Datagram datagram, int needed) {
        if (needed <= datagram.capacity()) {
            return;
        }
        int capacity = Math.max(SMALLEST, Integer.highestOneBit(needed - 1) << 1);
        int growth = capacity - datagram.capacity();
        if (held + growth > settings.fragmentBytes() && pooled > 0) {
            for (Datagram idle : pool) {
                idle.resize(0);
            }
            held -= pooled;
            pooled = 0;
        }
        Datagram next = oldest;
        while (held + growth > settings.fragmentBytes() && next != null) {
            Datagram victim = next;
            next = next.newer;
            if (victim != datagram) {
                victim.packet.clock = clock;
                abandon(victim, DecodeLoss.FRAGMENT_EVICTED);
                shrink();
            }
        }
        held += growth;
        datagram.resize(capacity);
    }

    /** Releases the buffer that was pooled last. */
    private void shrink() {
        Datagram idle = pool.peek();
        if (idle != null) {
            held -= idle.capacity();
            pooled -= idle.capacity();
            idle.resize(0);
        }
    }

    private void abandon(Datagram datagram, DecodeLoss reason) {
        if (!datagram.dead && completed.has(datagram)) {
            counters.copied++;
        } else if (!datagram.dead) {
            counters.lose(reason);
            if (datagram.hasFirst()) {
                handOn(datagram);
            }
        }
        release(datagram);
    }

    private void handOn(Datagram datagram) {
        if (beginning.length == 0) {
            beginning = new byte[Datagram.LARGEST];
        }
        int known = datagram.contiguous();
        int least = Math.max(datagram.furthest(), known + 1);
        datagram.copyTo(beginning, known);
        Packet p = datagram.packet;
        if (datagram.header() == Packet.UDP && known >= 8) {
            least = Math.max(least, Octets.u16(beginning, 4));
        }
        p.bytes = beginning;
        p.reassembled = true;
        p.datagram = datagram.number;
        p.wireLength = datagram.wireLength;
        p.ipLength += least;
        incomplete.onIncomplete(p, datagram.header(), known, least);
    }

    private void release(Datagram datagram) {
        unlink(datagram);
        pool.push(datagram);
        pooled += datagram.capacity();
        size--;
    }

    private void unlink(Datagram datagram) {
        int bucket = datagram.hash & BUCKETS - 1;
        Datagram previous = null;
        for (Datagram at = buckets[bucket]; at != datagram; at = at.nextInBucket) {
            previous = at;
        }
        if (previous == null) {
            buckets[bucket] = datagram.nextInBucket;
        } else {
            previous.nextInBucket = datagram.nextInBucket;
        }
        if (datagram.older == null) {
            oldest = datagram.newer;
        } else {
            datagram.older.newer = datagram.newer;
        }
        if (datagram.newer == null) {
            newest = datagram.older;
        } else {
            datagram.newer.older = datagram.older;
        }
    }

    private static int hash(Packet p, int identification) {
        long source = KeyedHash.of(p.sourceHigh, p.sourceLow);
        long both = KeyedHash.with(source, identification) + KeyedHash.of(p.destinationHigh, p.destinationLow);
        return (int) KeyedHash.with(both, p.tunnel);
    }
}

package dev.periplus.flow;

import dev.periplus.address.KeyedHash;
import dev.periplus.decode.Packet;
import dev.periplus.memory.Memory;
import dev.periplus.memory.RecentHashes;
import java.util.Arrays;

/**
 * TCP connections that have closed lately: a segment that comes late for one of them, such as a FIN sent again, opens no
 * flow. Bounded; the longest closed is forgotten first.
 */
final class Departed {
    private static final int MOST = Memory.scaled(1 << 15);

    /** Twice the longest life of a segment (RFC 9293 section 3.4.2). */
    private static final long LINGER_NANOS = 240_000_000_000L;

    /** The connections, by a hash of their endpoints. */
    private final RecentHashes connections = new RecentHashes(MOST);

    // By place: both streams of a connection, the sides ordered by isFirst, the time until which it counts, and whether
    // a
    // mere reset ended it: its host may have ignored that, so that only what opens or closes is late.
    private int[] firstBegin = {};
    private int[] firstNext = {};
    private int[] secondBegin = {};
    private int[] secondNext = {};
    private long[] until = {};
    private boolean[] reset = {};

    /** Remembers a connection that has just closed. */
    void add(Flow flow) {
        StreamSide zero = flow.streams().of(0);
        StreamSide one = flow.streams().of(1);
        if (!zero.hasBegun() || !one.hasBegun()) {
            return;
        }
        boolean inOrder = isFirst(flow.high0, flow.low0, flow.port0, flow.high1, flow.low1, flow.port1);
        int place = connections.renew(key(flow.high0, flow.low0, flow.port0, flow.vlan(), flow.tunnel)
                + key(flow.high1, flow.low1, flow.port1, flow.vlan(), flow.tunnel));
        if (place >= until.length) {
            makeRoom(connections.places());
        }
        StreamSide first = inOrder ? zero : one;
        StreamSide second = inOrder ? one : zero;
        firstBegin[place] = first.first();
        firstNext[place] = first.next();
        secondBegin[place] = second.first();
        secondNext[place] = second.next();
        until[place] = flow.lastClock + LINGER_NANOS;
        reset[place] = (flow.flags(0) & flow.flags(1) & Packet.FIN) == 0;
    }

    private void makeRoom(int places) {
        firstBegin = Arrays.copyOf(firstBegin, places);
        firstNext = Arrays.copyOf(firstNext, places);
        secondBegin = Arrays.copyOf(secondBegin, places);
        secondNext = Arrays.copyOf(secondNext, places);
        until = Arrays.copyOf(until, places);
        reset = Arrays.copyOf(reset, places);
    }

    /** Whether a packet brings nothing but what a closed connection has had. */
    boolean isLate(Packet p, long clock) {
        if (connections.isEmpty()) {
            return false;
        }
        int place = connections.find(key(p.sourceHigh, p.sourceLow, p.sourcePort, p.vlan, p.tunnel)
                + key(p.destinationHigh, p.destinationLow, p.destinationPort, p.vlan, p.tunnel));
        if (place == RecentHashes.NONE || clock > until[place]) {
            return false;
        }
        boolean inOrder = isFirst(
                p.sourceHigh, p.sourceLow, p.sourcePort, p.destinationHigh, p.destinationLow, p.destinationPort);
        int next = inOrder ? firstNext[place] : secondNext[place];
        if ((p.tcpFlags & Packet.SYN) != 0) {
            return (int) p.tcpSequence + 1 == (inOrder ? firstBegin[place] : secondBegin[place]);
        }
        if (reset[place] && (p.tcpFlags & (Packet.FIN | Packet.RST)) == 0) {
            return false;
        }
        int beyond = (int) p.tcpSequence + p.payloadLength - next;
        boolean isReset = (p.tcpFlags & Packet.RST) != 0;
        int most = isReset ? StreamSide.NEAR : p.payloadLength == 0 ? 1 : 0;
        return beyond <= most && beyond > -StreamSide.FAR;
    }

    void clear() {
        connections.clear();
    }

    private static boolean isFirst(long high0, long low0, int port0, long high1, long low1, int port1) {
        int order = Long.compareUnsigned(high0, high1);
        order = order == 0 ? Long.compareUnsigned(low0, low1) : order;
        return order < 0 || order == 0 && port0 <= port1;
    }

    private static long key(long high, long low, int port, int vlan, long tunnel) {
        return KeyedHash.with(KeyedHash.with(KeyedHash.of(high, low, port), vlan), tunnel);
    }
}

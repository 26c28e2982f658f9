package dev.periplus.flow;

import dev.periplus.address.KeyedHash;
import dev.periplus.decode.Packet;
import dev.periplus.memory.Memory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * TCP connections that have closed lately: a segment that comes late for one of them, such as a FIN sent again, opens no
 * flow. Bounded; the longest closed is forgotten first.
 */
final class Departed {
    private static final int MOST = Memory.scaled(1 << 15);

    /** Twice the longest life of a segment (RFC 9293 section 3.4.2). */
    private static final long LINGER_NANOS = 240_000_000_000L;

    /** Both streams of a connection; the sides are ordered by {@link #isFirst}. */
    private record End(int first, int firstNext, int second, int secondNext, long until) {}

    private final Map<Long, End> ends = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, End> eldest) {
            return size() > MOST;
        }
    };

    /** Remembers a connection that has just closed. */
    void add(Flow flow) {
        StreamSide zero = flow.streams().of(0);
        StreamSide one = flow.streams().of(1);
        if (!zero.hasBegun() || !one.hasBegun()) {
            return;
        }
        boolean inOrder = isFirst(flow.high0, flow.low0, flow.port0, flow.high1, flow.low1, flow.port1);
        StreamSide first = inOrder ? zero : one;
        StreamSide second = inOrder ? one : zero;
        long key = key(flow.high0, flow.low0, flow.port0, flow.vlan(), flow.tunnel)
                + key(flow.high1, flow.low1, flow.port1, flow.vlan(), flow.tunnel);
        ends.remove(key);
        long until = flow.lastClock + LINGER_NANOS;
        ends.put(key, new End(first.first(), first.next(), second.first(), second.next(), until));
    }

    /** Whether a packet brings nothing but what a closed connection has had. */
    boolean isLate(Packet p, long clock) {
        if (ends.isEmpty()) {
            return false;
        }
        long key = key(p.sourceHigh, p.sourceLow, p.sourcePort, p.vlan, p.tunnel)
                + key(p.destinationHigh, p.destinationLow, p.destinationPort, p.vlan, p.tunnel);
        End end = ends.get(key);
        if (end == null || clock > end.until) {
            return false;
        }
        boolean inOrder = isFirst(
                p.sourceHigh, p.sourceLow, p.sourcePort, p.destinationHigh, p.destinationLow, p.destinationPort);
        int next = inOrder ? end.firstNext : end.secondNext;
        if ((p.tcpFlags & Packet.SYN) != 0) {
            return (int) p.tcpSequence + 1 == (inOrder ? end.first : end.second);
        }
        int beyond = (int) p.tcpSequence + p.payloadLength - next;
        boolean isReset = (p.tcpFlags & Packet.RST) != 0;
        int most = isReset ? StreamSide.NEAR : p.payloadLength == 0 ? 1 : 0;
        return beyond <= most && beyond > -StreamSide.FAR;
    }

    void clear() {
        ends.clear();
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

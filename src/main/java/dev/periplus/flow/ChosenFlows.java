package dev.periplus.flow;

import dev.periplus.decode.Packet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Finds the packets of flows that were chosen once they were known: by their 5-tuple, VLAN and tunnel, and by the time. Several threads may use it. */
public final class ChosenFlows {
    /** Both directions of a flow; the side whose address, then port, is the lower comes first. */
    private record Key(
            int protocol,
            int ipVersion,
            int vlan,
            long tunnel,
            long high0,
            long low0,
            int port0,
            long high1,
            long low1,
            int port1) {
        static Key of(Flow flow) {
            return of(
                    flow.protocol(),
                    flow.ipVersion(),
                    flow.vlan(),
                    flow.tunnel(),
                    flow.high0,
                    flow.low0,
                    flow.port0,
                    flow.high1,
                    flow.low1,
                    flow.port1);
        }

        static Key of(Packet p) {
            return of(
                    p.protocol,
                    p.ipVersion,
                    p.vlan,
                    p.tunnel,
                    p.sourceHigh,
                    p.sourceLow,
                    p.sourcePort,
                    p.destinationHigh,
                    p.destinationLow,
                    p.destinationPort);
        }

        private static Key of(
                int protocol,
                int ipVersion,
                int vlan,
                long tunnel,
                long high0,
                long low0,
                int port0,
                long high1,
                long low1,
                int port1) {
            int order = Long.compare(high0, high1);
            order = order == 0 ? Long.compare(low0, low1) : order;
            order = order == 0 ? Integer.compare(port0, port1) : order;
            return order <= 0
                    ? new Key(protocol, ipVersion, vlan, tunnel, high0, low0, port0, high1, low1, port1)
                    : new Key(protocol, ipVersion, vlan, tunnel, high1, low1, port1, high0, low0, port0);
        }
    }

    /** Ends by starts: flows of one key follow one another. */
    private final Map<Key, NavigableMap<Long, Long>> spans = new HashMap<>();

    /** Chooses a flow, or more of one that goes on. */
    public synchronized void add(Flow flow) {
        NavigableMap<Long, Long> ofKey = spans.computeIfAbsent(Key.of(flow), key -> new TreeMap<>());
        Map.Entry<Long, Long> before = ofKey.floorEntry(flow.start());
        if (before != null && before.getValue() >= flow.start()) {
            ofKey.put(before.getKey(), Math.max(before.getValue(), flow.end()));
        } else {
            ofKey.put(flow.start(), flow.end());
        }
    }

    /** Whether the packet belongs to a chosen flow. */
    public synchronized boolean hold(Packet packet) {
        if (spans.isEmpty()) {
            return false;
        }
        NavigableMap<Long, Long> ofKey = spans.get(Key.of(packet));
        Map.Entry<Long, Long> span = ofKey == null ? null : ofKey.floorEntry(packet.time);
        return span != null && packet.time <= span.getValue();
    }

    /** Forgets what lies before this time, nanoseconds since the epoch: no packet of it will be asked for. */
    public synchronized void forget(long before) {
        Iterator<NavigableMap<Long, Long>> all = spans.values().iterator();
        while (all.hasNext()) {
            NavigableMap<Long, Long> ofKey = all.next();
            ofKey.values().removeIf(end -> end < before);
            if (ofKey.isEmpty()) {
                all.remove();
            }
        }
    }
}

package dev.periplus.flow;

import dev.periplus.decode.Packet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Finds the packets of flows chosen after they were seen, by 5-tuple, VLAN, tunnel and time. Thread-safe. */
public final class ChosenFlows {
    /** End times by start times: a key can have several flows in succession. */
    private final Map<FlowKey, NavigableMap<Long, Long>> spans = new HashMap<>();

    /** Chooses a flow, or a longer span of a flow chosen before. */
    public synchronized void add(Flow flow) {
        NavigableMap<Long, Long> ofKey = spans.computeIfAbsent(FlowKey.of(flow), key -> new TreeMap<>());
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
        NavigableMap<Long, Long> ofKey = spans.get(FlowKey.of(packet));
        Map.Entry<Long, Long> span = ofKey == null ? null : ofKey.floorEntry(packet.time);
        return span != null && packet.time <= span.getValue();
    }

    /**
     * Forgets flows that ended before this time, nanoseconds since the epoch; the caller asks about no earlier packet.
     */
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

package dev.periplus.report.text;

import dev.periplus.answer.FlowRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flows of one section, one by one and with alike ones together; as many as there is room for. */
final class SectionRows {
    private static final int MANY_PORTS = 8;
    private static final int EXAMPLES = 4;

    private final int capacity;
    private final List<MergedFlows> single = new ArrayList<>();
    private final Map<MergedFlows.Key, MergedFlows> alike = new LinkedHashMap<>();
    private long flows;

    SectionRows(int capacity) {
        this.capacity = capacity;
    }

    void add(FlowRecord record) {
        flows++;
        if (single.size() < capacity) {
            single.add(new MergedFlows(record));
        }
        MergedFlows.Key key = MergedFlows.Key.of(record);
        MergedFlows others = alike.get(key);
        if (others != null) {
            others.add(record);
        } else if (alike.size() < capacity) {
            alike.put(key, new MergedFlows(record));
        }
    }

    /** All flows, those without room too. */
    long flows() {
        return flows;
    }

    /** In the order in which they came. */
    List<MergedFlows> single() {
        return single;
    }

    /**
     * MergedFlows flows as one; the most numerous first where {@code byNumber}, else in the order in which they came. Where a
     * server has many ports alike, the first few stand as examples and the others are one.
     */
    List<MergedFlows> together(boolean byNumber) {
        Map<MergedFlows.Key, List<MergedFlows>> servers = new LinkedHashMap<>();
        alike.forEach((key, row) -> servers.computeIfAbsent(key.ofAnyPort(), it -> new ArrayList<>())
                .add(row));
        List<MergedFlows> together = new ArrayList<>();
        for (List<MergedFlows> ports : servers.values()) {
            if (ports.size() > MANY_PORTS) {
                together.addAll(ports.subList(0, EXAMPLES));
                together.add(MergedFlows.ofAllPorts(ports.subList(EXAMPLES, ports.size())));
            } else {
                together.addAll(ports);
            }
        }
        if (byNumber) {
            together.sort(Comparator.comparingLong(MergedFlows::flows).reversed());
        }
        return together;
    }
}

package dev.periplus.report.text;

import dev.periplus.answer.FlowRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the flows of one section, both individually and merged, up to a capacity. */
final class SectionRows {
    private static final int MANY_PORTS = 8;
    private static final int EXAMPLES = 4;

    private final int capacity;
    private final List<MergedFlows> single = new ArrayList<>();
    private final Map<MergedFlows.Key, MergedFlows> merged = new LinkedHashMap<>();
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
        MergedFlows others = merged.get(key);
        if (others != null) {
            others.add(record);
        } else if (merged.size() < capacity) {
            merged.put(key, new MergedFlows(record));
        }
    }

    /** All flows, also those beyond the capacity. */
    long flows() {
        return flows;
    }

    /** Individual flows in the order received. */
    List<MergedFlows> single() {
        return single;
    }

    /**
     * Returns merged flows: the largest groups first if {@code byNumber}, else in the order received. If many ports of
     * a server have the same answer, the first few stay as examples and the others become one row.
     */
    List<MergedFlows> together(boolean byNumber) {
        Map<MergedFlows.Key, List<MergedFlows>> servers = new LinkedHashMap<>();
        merged.forEach((key, row) -> servers.computeIfAbsent(key.ofAnyPort(), it -> new ArrayList<>())
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

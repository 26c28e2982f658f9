package dev.periplus.view;

import dev.periplus.answer.FlowRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The number of flows of each label over time, by their start. Time is divided into steps of equal length, at first one
 * second. Where no flow starts for long, a single slot stands for the whole pause, so that a case of many years still shows
 * what happened within minutes. The steps grow so that there are at most 240 slots.
 */
public final class Timeline implements Consumer<FlowRecord> {
    /** Maximum number of slots from the first flow to the last. */
    public static final int MOST_SLOTS = 240;

    /** Empty steps in a row that are shown as they are; more are one slot. */
    private static final int EMPTY = 3;

    private static final long SECOND = 1_000_000_000L;

    /** Step lengths in seconds, each a multiple of the one before. After the last, the length doubles each time. */
    private static final int[] STEPS = {1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400};

    private NavigableMap<Long, Map<String, long[]>> counts = new TreeMap<>();
    private int at;
    private long step = SECOND;
    private int slots;

    /**
     * A stretch of time.
     *
     * @param start nanoseconds since the epoch
     * @param steps its length; more than one for a pause, in which no flow starts
     */
    public record Slot(long start, long steps) {}

    /** The number of flows of one label: in total, and by slot from the first on. */
    public record Line(@Nullable String label, long all, long[] flows) {}

    @Override
    public void accept(FlowRecord record) {
        String label = record.verdict().label();
        add(record.flow().start(), label == null ? "" : label);
    }

    void add(long time, String label) {
        int before = counts.size();
        count(time, label, 1);
        if (counts.size() > before) {
            slots = slotsNeeded();
        }
        while (slots > MOST_SLOTS) {
            coarsen();
            slots = slotsNeeded();
        }
    }

    private int slotsNeeded() {
        long needed = 0;
        Long last = null;
        for (Long index : counts.keySet()) {
            long empty = last == null ? 0 : index - last - 1;
            needed += 1 + (empty > EMPTY ? 1 : empty);
            last = index;
        }
        return (int) needed;
    }

    private void count(long time, String label, long flows) {
        long[] count = counts.computeIfAbsent(Math.floorDiv(time, step), made -> new HashMap<>())
                .computeIfAbsent(label, made -> new long[1]);
        count[0] += flows;
    }

    private void coarsen() {
        NavigableMap<Long, Map<String, long[]>> finer = counts;
        long was = step;
        at++;
        step = at < STEPS.length ? STEPS[at] * SECOND : 2 * step;
        counts = new TreeMap<>();
        finer.forEach((index, labels) -> labels.forEach((label, flows) -> count(index * was, label, flows[0])));
    }

    /** Length of a step in nanoseconds. */
    public long step() {
        return step;
    }

    /** Start of the first slot in nanoseconds since the epoch; 0 if there are no flows. */
    public long start() {
        return counts.isEmpty() ? 0 : counts.firstKey() * step;
    }

    /** End of the last slot in nanoseconds since the epoch; 0 if there are no flows. */
    public long end() {
        return counts.isEmpty() ? 0 : (counts.lastKey() + 1) * step;
    }

    /** The slots in order, without gaps between them. */
    public List<Slot> slots() {
        List<Slot> all = new ArrayList<>(slots);
        Long last = null;
        for (Long index : counts.keySet()) {
            long empty = last == null ? 0 : index - last - 1;
            if (empty > EMPTY) {
                all.add(new Slot((index - empty) * step, empty));
            } else {
                for (long missing = index - empty; missing < index; missing++) {
                    all.add(new Slot(missing * step, 1));
                }
            }
            all.add(new Slot(index * step, 1));
            last = index;
        }
        return all;
    }

    /** Returns the rows, most flows first; a null label stands for unidentified traffic. */
    public List<Line> rows() {
        List<Slot> all = slots();
        Map<String, long[]> byLabel = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            int slot = i;
            Map<String, long[]> labels = counts.getOrDefault(all.get(i).start() / step, Map.of());
            labels.forEach(
                    (label, flows) -> byLabel.computeIfAbsent(label, made -> new long[all.size()])[slot] = flows[0]);
        }
        List<Line> rows = new ArrayList<>();
        byLabel.forEach((label, flows) -> {
            long sum = 0;
            for (long count : flows) {
                sum += count;
            }
            rows.add(new Line(label.isEmpty() ? null : label, sum, flows));
        });
        rows.sort(Comparator.comparingLong((Line row) -> -row.all));
        return rows;
    }
}

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
 * second; the steps grow so that there are at most 240.
 */
public final class Timeline implements Consumer<FlowRecord> {
    /** Maximum number of steps from the first flow to the last. */
    public static final int MOST_STEPS = 240;

    private static final long SECOND = 1_000_000_000L;

    /** Step lengths in seconds, each a multiple of the one before. After the last, the length doubles each time. */
    private static final int[] STEPS = {1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400};

    private NavigableMap<Long, Map<String, long[]>> counts = new TreeMap<>();
    private int at;
    private long step = SECOND;

    /** The number of flows of one label: in total, and by step from the first on. */
    public record Line(@Nullable String label, long all, long[] flows) {}

    @Override
    public void accept(FlowRecord record) {
        String label = record.verdict().label();
        add(record.flow().start(), label == null ? "" : label);
    }

    void add(long time, String label) {
        count(time, label, 1);
        while (counts.lastKey() - counts.firstKey() >= MOST_STEPS) {
            coarsen();
        }
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

    /** Start of the first step in nanoseconds since the epoch; 0 if there are no flows. */
    public long start() {
        return counts.isEmpty() ? 0 : counts.firstKey() * step;
    }

    /** Number of steps from the first flow to the last. */
    public int steps() {
        return counts.isEmpty() ? 0 : (int) (counts.lastKey() - counts.firstKey()) + 1;
    }

    /** Returns the rows, most flows first; a null label stands for unidentified traffic. */
    public List<Line> rows() {
        Map<String, long[]> byLabel = new TreeMap<>();
        long from = counts.isEmpty() ? 0 : counts.firstKey();
        counts.forEach((index, labels) -> labels.forEach((label, flows) ->
                byLabel.computeIfAbsent(label, made -> new long[steps()])[(int) (index - from)] = flows[0]));
        List<Line> rows = new ArrayList<>();
        byLabel.forEach((label, flows) -> {
            long all = 0;
            for (long count : flows) {
                all += count;
            }
            rows.add(new Line(label.isEmpty() ? null : label, all, flows));
        });
        rows.sort(Comparator.comparingLong((Line row) -> -row.all));
        return rows;
    }
}

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
 * How many flows of each label began when. Time is cut into steps of one length, from a second on; where the flows lie
 * so far apart that there would be more than 240, the steps grow.
 */
public final class Timeline implements Consumer<FlowRecord> {
    /** Most steps from the first flow to the last. */
    public static final int MOST_STEPS = 240;

    private static final long SECOND = 1_000_000_000L;

    /** Each a multiple of the one before; after the last, twice as long each time. */
    private static final int[] STEPS = {1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400};

    private NavigableMap<Long, Map<String, long[]>> counts = new TreeMap<>();
    private int at;
    private long step = SECOND;

    /** The flows of one label; {@code flows} by step, from the first on. */
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

    /** Length of a step, nanoseconds. */
    public long step() {
        return step;
    }

    /** Beginning of the first step, nanoseconds since the epoch; 0 where there are no flows. */
    public long start() {
        return counts.isEmpty() ? 0 : counts.firstKey() * step;
    }

    /** How many there are from the first flow to the last. */
    public int steps() {
        return counts.isEmpty() ? 0 : (int) (counts.lastKey() - counts.firstKey()) + 1;
    }

    /** That of most flows first; a label that is null is what nobody can name. */
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

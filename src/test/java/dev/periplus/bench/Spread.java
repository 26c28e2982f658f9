package dev.periplus.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Minimum, median and maximum of some figures; NaN if one of them is not available. */
record Spread(double least, double median, double most) {
    static Spread of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        double last = sorted[count - 1];
        return Double.isNaN(last)
                ? new Spread(last, last, last)
                : new Spread(sorted[0], (sorted[(count - 1) / 2] + sorted[count / 2]) / 2, last);
    }

    static Spread of(List<ProcessRun> runs, ToDoubleFunction<ProcessRun> figure) {
        return of(runs.stream().mapToDouble(figure).toArray());
    }
}

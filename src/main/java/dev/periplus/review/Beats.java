package dev.periplus.review;

import java.util.Arrays;

/**
 * The regularity of times. Intervals of several periods count as missed beats; an interval of more than {@value #BREAK}
 * periods as a break, which tells nothing.
 *
 * @param period median interval, nanoseconds
 * @param jitter median distance of an interval from the period, in parts of the period
 * @param beats times that were seen
 * @param missed beats that were not, outside breaks
 * @param score from 0 to 1: the share of intervals that fit the period, less the share of missed beats
 */
record Beats(long period, double jitter, int beats, int missed, double score) {
    private static final int BREAK = 10;

    /** Times this near are one beat. */
    private static final long ONE = 1_000_000_000L;

    /** How far an interval may be from the period, in parts of it. */
    private static final double NEAR = 0.25;

    static final Beats NONE = new Beats(0, 1, 0, 0, 0);

    /** @param times nanoseconds, in any order */
    static Beats of(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        long[] intervals = new long[Math.max(0, sorted.length - 1)];
        int count = 0;
        long last = sorted.length == 0 ? 0 : sorted[0];
        for (long time : sorted) {
            if (time - last >= ONE) {
                intervals[count++] = time - last;
                last = time;
            }
        }
        if (count == 0) {
            return NONE;
        }
        intervals = Arrays.copyOf(intervals, count);
        Arrays.sort(intervals);
        return of(intervals, intervals[count / 2]);
    }

    private static Beats of(long[] intervals, long period) {
        double[] off = new double[intervals.length];
        int counted = 0;
        int near = 0;
        int missed = 0;
        for (long interval : intervals) {
            long periods = Math.max(1, Math.round((double) interval / period));
            if (periods <= BREAK) {
                double distance = Math.abs((double) interval / period - periods);
                off[counted++] = distance;
                near += distance <= NEAR ? 1 : 0;
                missed += (int) periods - 1;
            }
        }
        Arrays.sort(off, 0, counted);
        double share = counted == 0 ? 0 : (double) near / counted;
        double present = (counted + 1.0) / (counted + 1 + missed);
        return new Beats(period, off[counted / 2], intervals.length + 1, missed, share * present);
    }
}

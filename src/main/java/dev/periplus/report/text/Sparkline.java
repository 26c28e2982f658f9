package dev.periplus.report.text;

/** Draws counts over time as a line of bars. */
final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * Returns at most {@code columns} bars; a bar that covers several counts shows the greatest. A count of 0 is blank.
     */
    static String of(long[] counts, int columns) {
        int per = (counts.length + columns - 1) / Math.max(1, columns);
        long most = 1;
        for (long count : counts) {
            most = Math.max(most, count);
        }
        StringBuilder line = new StringBuilder();
        for (int from = 0; from < counts.length; from += per) {
            long greatest = 0;
            for (int i = from; i < Math.min(counts.length, from + per); i++) {
                greatest = Math.max(greatest, counts[i]);
            }
            int bar = (int) ((greatest * BARS.length() + most - 1) / most);
            line.append(bar == 0 ? ' ' : BARS.charAt(bar - 1));
        }
        return line.toString();
    }
}

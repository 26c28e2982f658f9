package dev.periplus.answer;

import java.util.List;

/**
 * Two captures or cases and their differences.
 *
 * @param old side
 * @param current side
 * @param found by address
 * @param elapsed nanoseconds of wall-clock time
 */
public record Differences(Side old, Side current, List<Difference> found, long elapsed) {
    /**
     * One of the two sides.
     *
     * @param path as it was given
     * @param run what was read, with custody
     * @param inventory what was found in it, and what exceeded its limits
     */
    public record Side(String path, RunSummary run, Counters inventory) {
        private static final long NEVER = Long.MAX_VALUE;

        /** Time of the earliest packet, nanoseconds since the epoch. */
        public long first() {
            return run.captures().stream()
                    .filter(capture -> capture.packets() > 0)
                    .mapToLong(RunSummary.CaptureRead::firstTime)
                    .min()
                    .orElse(NEVER);
        }

        /** Time of the latest packet, nanoseconds since the epoch. */
        public long last() {
            return run.captures().stream()
                    .filter(capture -> capture.packets() > 0)
                    .mapToLong(RunSummary.CaptureRead::lastTime)
                    .max()
                    .orElse(-NEVER);
        }

        public boolean isEmpty() {
            return run.packets() == 0;
        }
    }

    public Differences {
        found = List.copyOf(found);
    }
}

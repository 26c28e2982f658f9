package dev.periplus.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run read and what it lost.
 *
 * @param version of the program
 * @param rules how many protocols the rules know
 * @param captures in the order they were given
 * @param counters of every part
 * @param elapsed nanoseconds by the clock on the wall
 * @param custody how the answers can be got again, or null
 */
public record RunSummary(
        String version,
        int rules,
        List<CaptureRead> captures,
        Counters counters,
        long elapsed,
        @Nullable Custody custody) {

    /** Without custody. */
    public RunSummary(String version, int rules, List<CaptureRead> captures, Counters counters, long elapsed) {
        this(version, rules, captures, counters, elapsed, null);
    }

    /**
     * How the answers can be got again.
     *
     * @param rules SHA-256 of the rules
     * @param command the words after {@code periplus}
     */
    public record Custody(String rules, List<String> command) {
        public Custody {
            command = List.copyOf(command);
        }
    }

    /** With custody. */
    public RunSummary with(Custody known) {
        return new RunSummary(version, rules, captures, counters, elapsed, known);
    }

    /**
     * One capture.
     *
     * @param path as it was given
     * @param format null where nothing could be read
     * @param packets read
     * @param bytes captured bytes of these packets
     * @param firstTime of its packets, nanoseconds since the epoch; 0 without packets
     * @param lastTime latest
     * @param damage what was wrong with it, in one line; or null
     * @param offset in bytes, where the damage is; -1 where there is none
     * @param sha256 of its bytes, where it was computed; or null
     */
    public record CaptureRead(
            String path,
            @Nullable String format,
            long packets,
            long bytes,
            long firstTime,
            long lastTime,
            @Nullable String damage,
            long offset,
            @Nullable String sha256) {
        /** One whose digest was not computed. */
        public CaptureRead(
                String path,
                @Nullable String format,
                long packets,
                long bytes,
                long firstTime,
                long lastTime,
                @Nullable String damage,
                long offset) {
            this(path, format, packets, bytes, firstTime, lastTime, damage, offset, null);
        }

        /** What was wrong with it, after its path; null where nothing was. */
        public @Nullable String problem() {
            return damage == null || damage.startsWith(path) ? damage : path + ": " + damage;
        }
    }

    public RunSummary {
        captures = List.copyOf(captures);
    }

    /** Packets of all captures. */
    public long packets() {
        return captures.stream().mapToLong(CaptureRead::packets).sum();
    }

    /** Captured bytes of all captures. */
    public long bytes() {
        return captures.stream().mapToLong(CaptureRead::bytes).sum();
    }
}

package dev.periplus.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run read and what it lost.
 *
 * @param version of the program
 * @param rules number of protocols that the rules know
 * @param captures in the given order
 * @param counters of every part
 * @param elapsed nanoseconds of wall-clock time
 * @param made when, nanoseconds since the epoch by this machine's clock; 0 if not known
 * @param custody how to reproduce the results, or null
 * @param title that the user gave, or null
 */
public record RunSummary(
        String version,
        int rules,
        List<CaptureRead> captures,
        Counters counters,
        long elapsed,
        long made,
        @Nullable Custody custody,
        @Nullable String title) {

    /** A summary without custody, of unknown time. */
    public RunSummary(String version, int rules, List<CaptureRead> captures, Counters counters, long elapsed) {
        this(version, rules, captures, counters, elapsed, 0, null, null);
    }

    /**
     * How to reproduce the results.
     *
     * @param rules SHA-256 of the rules
     * @param command the words after {@code periplus}
     * @param accepted files that keep services out of the findings
     */
    public record Custody(String rules, List<String> command, List<Accepted> accepted) {
        public Custody {
            command = List.copyOf(command);
            accepted = List.copyOf(accepted);
        }
    }

    /**
     * A file of accepted services.
     *
     * @param file its path
     * @param author the user it belongs to
     * @param services that are in no finding because of it, the first thousand
     * @param count of all of them
     */
    public record Accepted(String file, String author, List<String> services, long count) {
        public Accepted {
            services = List.copyOf(services);
        }

        /** Returns a sentence that names at most this many services. */
        public String sentence(int most) {
            int named = Math.min(most, services.size());
            long more = count - named;
            return file + " (by " + author + ") silences "
                    + (count == 0 ? "nothing that was seen" : String.join("; ", services.subList(0, named)))
                    + (more == 0 ? "" : "; and " + Amounts.count(more) + " more");
        }
    }

    /** The same summary with custody. */
    public RunSummary with(Custody known) {
        return new RunSummary(version, rules, captures, counters, elapsed, made, known, title);
    }

    /** The same summary with a title of the user's, or null. */
    public RunSummary titled(@Nullable String text) {
        return new RunSummary(version, rules, captures, counters, elapsed, made, custody, text);
    }

    /**
     * A capture that was read.
     *
     * @param path as given
     * @param format null if nothing could be read
     * @param packets read
     * @param bytes captured bytes of these packets
     * @param firstTime earliest packet, nanoseconds since the epoch; 0 without packets
     * @param lastTime latest packet
     * @param damage what is wrong with it, in one line; or null
     * @param offset of the damage in bytes; -1 if there is none
     * @param sha256 of its bytes, if computed; or null
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
        /** A capture whose digest was not computed. */
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

        /** What is wrong with it, after its path; null if nothing is. */
        public @Nullable String problem() {
            return damage == null || damage.startsWith(path) ? damage : path + ": " + damage;
        }
    }

    public RunSummary {
        captures = List.copyOf(captures);
    }

    /** Packets read from all captures. */
    public long packets() {
        return captures.stream().mapToLong(CaptureRead::packets).sum();
    }

    /** Captured bytes of all captures. */
    public long bytes() {
        return captures.stream().mapToLong(CaptureRead::bytes).sum();
    }
}

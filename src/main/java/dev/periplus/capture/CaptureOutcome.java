package dev.periplus.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading one capture in a run.
 *
 * @param path the path as given; {@code "-"} for standard input
 * @param format {@code "pcap"} or {@code "pcapng"}, followed by {@code " in gzip"} or {@code " in zstd"} if compressed;
 *     null if the file was refused
 * @param packets packets passed to the sink
 * @param bytes captured bytes passed to the sink
 * @param wireBytes length of these packets on the wire
 * @param firstTime earliest packet time, nanoseconds since the epoch; 0 without packets
 * @param lastTime latest packet time
 * @param filtered packets rejected by the filter
 * @param linkTypes LINKTYPE numbers of the packets read, in the order first seen
 * @param reportedDrops packets that the capturing program reports as dropped (pcapng only)
 * @param skipped packets passed over because they are too long
 * @param damage why reading stopped early, or null
 * @param refused why nothing was read at all (missing, unreadable, empty, foreign), as a clause; or null
 */
public record CaptureOutcome(
        String path,
        @Nullable String format,
        long packets,
        long bytes,
        long wireBytes,
        long firstTime,
        long lastTime,
        long filtered,
        List<Integer> linkTypes,
        long reportedDrops,
        long skipped,
        @Nullable Damage damage,
        @Nullable String refused) {
    /** Copies the list. */
    public CaptureOutcome {
        linkTypes = List.copyOf(linkTypes);
    }

    /** Returns one line that states the problem, without the name of the capture; null if there was none. */
    public @Nullable String problem() {
        if (refused != null) {
            return refused;
        }
        return damage == null ? null : damage.sentence();
    }
}

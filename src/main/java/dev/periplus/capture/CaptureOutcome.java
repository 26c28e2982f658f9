package dev.periplus.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one capture of a run.
 *
 * @param path as it was given; {@code "-"} for standard input
 * @param format {@code "pcap"} or {@code "pcapng"}, with {@code " in gzip"} or {@code " in zstd"} where packed; null
 *     where the file was refused
 * @param packets handed over
 * @param bytes captured bytes handed over
 * @param wireBytes length of these packets on the wire
 * @param firstTime earliest time of a packet handed over, nanoseconds since the epoch; 0 without packets
 * @param lastTime latest
 * @param filtered packets the filter refused
 * @param linkTypes LINKTYPE numbers of the packets read, in the order of their appearance
 * @param reportedDrops packets that the capturing program says it lost (pcapng only)
 * @param damage why reading stopped early, or null
 * @param refused why nothing was read at all (missing, unreadable, empty, foreign), a clause; or null
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
        @Nullable Damage damage,
        @Nullable String refused) {
    /** Copies the list. */
    public CaptureOutcome {
        linkTypes = List.copyOf(linkTypes);
    }

    /** One line that says what was wrong, without the name of the capture; null where nothing was. */
    public @Nullable String problem() {
        if (refused != null) {
            return refused;
        }
        return damage == null ? null : damage.sentence();
    }
}

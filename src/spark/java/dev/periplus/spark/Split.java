package dev.periplus.spark;

import dev.periplus.capture.Clock;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A part of a capture: the packets whose records are reached before {@code to}.
 *
 * @param capture index of the capture among those of the read
 * @param path of the capture
 * @param frames of a zstd file, of which offsets are those of the unpacked bytes; null if the file is read as it is
 * @param head headers in force at {@code from}; empty to open the capture at its beginning
 * @param from offset of the first record
 * @param to offset of the first byte of the next split
 * @param guessed whether {@code from} is no more than where a search for a record begins
 * @param records number of records from {@code from} on; what has been appended to the file since is left out
 * @param number packets of the capture before
 * @param clock latest time of a packet before in the capture, nanoseconds since the epoch; {@link #NEVER} if none
 * @param sensor how wrong the clock was by which packets have their times
 */
record Split(
        int capture,
        String path,
        @Nullable Frames frames,
        byte[] head,
        long from,
        long to,
        boolean guessed,
        long records,
        long number,
        long clock,
        Clock sensor)
        implements Serializable {
    static final long NEVER = Long.MIN_VALUE / 2;

    /** A split of which nothing is known yet but where to look. */
    static Split of(
            int capture, String path, @Nullable Frames frames, byte[] head, long from, long to, boolean guessed) {
        return new Split(capture, path, frames, head, from, to, guessed, Long.MAX_VALUE, 0, NEVER, Clock.RIGHT);
    }

    /** The same split, now that it is known where it begins. */
    Split at(byte[] knownHead, long knownFrom) {
        return of(capture, path, frames, knownHead, knownFrom, to, false);
    }

    /** The same split, once it was read. */
    Split read(SplitScan scan) {
        return new Split(
                capture,
                path,
                frames,
                scan.head(),
                scan.from(),
                to,
                false,
                scan.count().records(),
                number,
                clock,
                sensor);
    }

    /** The same split, now that it is known what comes before it in the capture. */
    Split after(long before, long latest, Clock corrected) {
        return new Split(capture, path, frames, head, from, to, guessed, records, before, latest, corrected);
    }
}

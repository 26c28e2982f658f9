package dev.periplus.spark;

import dev.periplus.capture.PacketStream;
import dev.periplus.capture.RecordSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a first reading of a split found.
 *
 * @param from offset of the first record, guessed or known
 * @param head headers with which it was read
 * @param end offset of the first record of the next split
 * @param endHead headers in force there
 * @param packets number of records, those passed over included
 * @param isOver whether the capture ends here, or is damaged
 * @param isDivisible whether reading can begin at {@code end}
 * @param failure why it could not be read, or null
 */
record SplitScan(
        long from,
        byte[] head,
        long end,
        byte[] endHead,
        long packets,
        SplitTimes times,
        boolean isOver,
        boolean isDivisible,
        @Nullable String failure)
        implements Serializable {
    private static final int SEARCHED = 1 << 20;

    static SplitScan failed(String why) {
        return new SplitScan(0, new byte[0], 0, new byte[0], 0, SplitTimes.NONE, true, true, why);
    }

    /** Reads the headers of all records of a split. */
    static SplitScan of(Split split, Configuration hadoop) {
        try {
            long from = split.guessed() ? guess(split, hadoop) : split.from();
            if (from >= split.to()) {
                return new SplitScan(from, split.head(), from, split.head(), 0, SplitTimes.NONE, false, true, null);
            }
            try (PacketStream packets = open(split, from, hadoop)) {
                return scanned(split, from, packets);
            }
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private static SplitScan scanned(Split split, long from, PacketStream packets) {
        long earliest = Long.MAX_VALUE;
        long latest = Split.NEVER;
        long latestButLast = Split.NEVER;
        long last = Split.NEVER;
        long lag = 0;
        boolean more = true;
        while (packets.position() < split.to() && more) {
            more = packets.next();
            if (more) {
                last = packets.time();
                lag = latest == Split.NEVER ? 0 : Math.max(lag, latest - last);
                latestButLast = latest;
                earliest = Math.min(earliest, last);
                latest = Math.max(latest, last);
            }
        }
        return new SplitScan(
                from,
                split.head(),
                packets.position(),
                packets.head(),
                packets.number(),
                new SplitTimes(earliest, latest, latestButLast, last, lag),
                !more,
                packets.isDivisible(),
                null);
    }

    private static long guess(Split split, Configuration hadoop) throws IOException {
        try (InputStream in = at(split.path(), split.from(), hadoop)) {
            byte[] bytes = in.readNBytes(SEARCHED);
            int found = new RecordSearch(bytes, bytes.length, bytes.length < SEARCHED).find(split.head());
            return found < 0 ? split.to() : split.from() + found;
        }
    }

    static PacketStream open(Split split, long from, Configuration hadoop) throws IOException {
        InputStream in = at(split.path(), from, hadoop);
        return split.head().length == 0 ? PacketStream.open(in) : PacketStream.open(split.head(), in, from);
    }

    private static InputStream at(String path, long position, Configuration hadoop) throws IOException {
        Path file = new Path(path);
        FSDataInputStream in = file.getFileSystem(hadoop).open(file);
        in.seek(position);
        return in;
    }

    /** Whether it begins where the records before it end. */
    boolean follows(long position, byte[] known) {
        return failure == null && from == position && Arrays.equals(head, known);
    }
}

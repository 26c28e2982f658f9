package dev.periplus.spark;

import dev.periplus.capture.Damage;
import dev.periplus.capture.Failures;
import dev.periplus.capture.PacketStream;
import dev.periplus.capture.RecordSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
 * @param count what was read
 * @param damage where and why the capture ended before its end, or null
 * @param isOver whether the capture ends here, or is damaged
 * @param isDivisible whether reading can begin at {@code end}
 * @param secrets in it, with the number of packets of the split before each
 * @param failure why it could not be read, or null
 */
record SplitScan(
        long from,
        byte[] head,
        long end,
        byte[] endHead,
        SplitCount count,
        SplitTimes times,
        @Nullable Damage damage,
        boolean isOver,
        boolean isDivisible,
        Secrets secrets,
        @Nullable String failure)
        implements Serializable {
    private static final int SEARCHED = 1 << 20;

    static SplitScan failed(String why) {
        byte[] none = new byte[0];
        return new SplitScan(0, none, 0, none, SplitCount.NONE, SplitTimes.NONE, null, true, true, new Secrets(), why);
    }

    /** Reads the headers of all records of a split. */
    static SplitScan of(Split split, Configuration hadoop) {
        try {
            long from = split.guessed() ? guess(split, hadoop) : split.from();
            if (from >= split.to()) {
                return new SplitScan(
                        from,
                        split.head(),
                        from,
                        split.head(),
                        SplitCount.NONE,
                        SplitTimes.NONE,
                        null,
                        false,
                        true,
                        new Secrets(),
                        null);
            }
            try (PacketStream packets = open(split, from, hadoop)) {
                return scanned(split, from, packets);
            }
        } catch (IOException e) {
            return failed(Failures.sentence(e));
        }
    }

    private static SplitScan scanned(Split split, long from, PacketStream packets) {
        long earliest = Long.MAX_VALUE;
        long latest = Split.NEVER;
        long latestButLast = Split.NEVER;
        long last = Split.NEVER;
        long lag = 0;
        long bytes = 0;
        long wire = 0;
        Set<Integer> linkTypes = new LinkedHashSet<>();
        Secrets secrets = new Secrets();
        packets.secrets(secrets);
        boolean more = true;
        while (packets.position() < split.to() && more) {
            more = packets.next();
            if (more) {
                last = packets.time();
                lag = latest == Split.NEVER ? 0 : Math.max(lag, latest - last);
                latestButLast = latest;
                earliest = Math.min(earliest, last);
                latest = Math.max(latest, last);
                bytes += packets.captured();
                wire += packets.wire();
                linkTypes.add(packets.linkType());
            }
        }
        return new SplitScan(
                from,
                split.head(),
                packets.position(),
                packets.head(),
                new SplitCount(packets.number(), packets.skipped(), bytes, wire, List.copyOf(linkTypes)),
                new SplitTimes(earliest, latest, latestButLast, last, lag),
                packets.damage(),
                !more,
                packets.isDivisible(),
                secrets,
                null);
    }

    private static long guess(Split split, Configuration hadoop) throws IOException {
        try (InputStream in = at(split.path(), split.frames(), split.from(), hadoop)) {
            byte[] bytes = in.readNBytes(SEARCHED);
            int found = new RecordSearch(bytes, bytes.length, bytes.length < SEARCHED).find(split.head());
            return found < 0 ? split.to() : split.from() + found;
        }
    }

    static PacketStream open(Split split, long from, Configuration hadoop) throws IOException {
        InputStream in = at(split.path(), split.frames(), from, hadoop);
        return split.head().length == 0 ? PacketStream.open(in) : PacketStream.open(split.head(), in, from);
    }

    /** The bytes of a file from an offset on, unpacked if its frames are given. */
    static InputStream at(String path, @Nullable Frames frames, long position, Configuration hadoop)
            throws IOException {
        Path file = new Path(path);
        FSDataInputStream in = file.getFileSystem(hadoop).open(file);
        try {
            in.seek(frames == null ? position : frames.begins()[frames.frame(position)]);
            return frames == null ? in : new UnpackedFrames(in, frames, position);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Whether it begins where the records before it end. */
    boolean follows(long position, byte[] known) {
        return failure == null && from == position && Arrays.equals(head, known);
    }
}

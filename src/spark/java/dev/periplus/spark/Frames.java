package dev.periplus.spark;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The frames of a zstd file, each of which can be unpacked alone. Whoever unpacks a frame checks its size.
 *
 * @param begins offsets of the frames in the file
 * @param ends offsets of their ends
 * @param unpacked offsets of what they unpack to; one more than there are frames
 */
record Frames(long[] begins, long[] ends, long[] unpacked) implements Serializable {
    /** How far behind the end of a part its last record may end. */
    private static final long OVERHANG = 16 << 20;

    int count() {
        return begins.length;
    }

    /** Offset of the end of what all frames unpack to. */
    long end() {
        return unpacked[count()];
    }

    /** The first frame that holds the byte at this offset, or bytes after it; the last one if none does. */
    int frame(long position) {
        int low = 0;
        int high = count() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (unpacked[middle + 1] > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The frames that a part of the unpacked bytes needs, its last record included. */
    Frames part(long from, long to) {
        int first = frame(from);
        int last = to >= end() - OVERHANG ? count() : frame(to + OVERHANG) + 1;
        return new Frames(
                Arrays.copyOfRange(begins, first, last),
                Arrays.copyOfRange(ends, first, last),
                Arrays.copyOfRange(unpacked, first, last + 1));
    }
}

package dev.periplus.spark;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames of a zstd file (RFC 8878 section 3.1.1) without unpacking them. The headers of blocks tell where a frame
 * ends; its own header, or else the seek table at the end of the file (zstd's seekable format), tells how much it unpacks to.
 */
final class FrameWalk {
    private static final int MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE = 0x184d2a50;
    private static final int SEEK_TABLE = 0x184d2a5e;
    private static final int SEEKABLE = 0x8f92eab1;
    private static final int FOOTER = 9;
    private static final int MOST = 1 << 20;
    private static final int RLE = 1;
    private static final int RESERVED = 3;
    private static final int UNKNOWN = -1;
    private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};

    private final InputStream in;
    private final ByteBuffer field = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long at;
    private int count;
    private long[] begins = new long[16];
    private long[] ends = new long[16];
    private long[] sizes = new long[16];
    private ByteBuffer table = ByteBuffer.allocate(0);

    private FrameWalk(InputStream in) {
        this.in = in;
    }

    /** Returns the frames of a file; null if there are not several of known size, or if the file is damaged. */
    static @Nullable Frames of(InputStream file) throws IOException {
        FrameWalk walk = new FrameWalk(file);
        try {
            boolean more = true;
            while (more) {
                more = walk.next();
            }
        } catch (EOFException e) {
            return null;
        }
        return walk.isOver() ? walk.frames() : null;
    }

    private boolean isOver() throws IOException {
        return in.read() < 0;
    }

    /** Reads a little-endian number. */
    private long number(int bytes) throws IOException {
        field.clear().putLong(0, 0);
        if (in.readNBytes(field.array(), 0, bytes) < bytes) {
            throw new EOFException();
        }
        at += bytes;
        return field.getLong(0);
    }

    private void skip(long bytes) throws IOException {
        in.skipNBytes(bytes);
        at += bytes;
    }

    /** Passes over a frame; returns false at the end, and at what cannot be divided. */
    private boolean next() throws IOException {
        long begin = at;
        int head = in.readNBytes(field.array(), 0, Integer.BYTES);
        if (head == 0) {
            return false;
        }
        if (head < Integer.BYTES) {
            throw new EOFException();
        }
        at += head;
        int magic = field.getInt(0);
        if ((magic & 0xfffffff0) == SKIPPABLE) {
            skippable(magic);
            return true;
        }
        return magic == MAGIC && count < MOST && frame(begin);
    }

    private void skippable(int magic) throws IOException {
        long size = number(Integer.BYTES);
        if (magic != SEEK_TABLE || size < FOOTER || size > FOOTER + 12L * MOST) {
            skip(size);
            return;
        }
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        at += size;
        table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private boolean frame(long begin) throws IOException {
        int descriptor = (int) number(1);
        boolean isSingle = (descriptor & 0x20) != 0;
        skip(isSingle ? 0 : 1);
        long dictionary = number(DICTIONARY_BYTES[descriptor & 3]);
        int bytes = isSingle && descriptor >>> 6 == 0 ? 1 : CONTENT_SIZE_BYTES[descriptor >>> 6];
        long size = bytes == 0 ? UNKNOWN : number(bytes) + (bytes == 2 ? 256 : 0);
        boolean more = true;
        while (more) {
            int block = (int) number(3);
            int kind = block >>> 1 & 3;
            if (kind == RESERVED) {
                return false;
            }
            skip(kind == RLE ? 1 : block >>> 3);
            more = (block & 1) == 0;
        }
        skip((descriptor & 4) == 0 ? 0 : Integer.BYTES);
        add(begin, size);
        return dictionary == 0;
    }

    private void add(long begin, long size) {
        if (count == begins.length) {
            begins = Arrays.copyOf(begins, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
        }
        begins[count] = begin;
        ends[count] = at;
        sizes[count++] = size;
    }

    private @Nullable Frames frames() {
        long[] unpacked = new long[count + 1];
        for (int i = 0; i < count; i++) {
            long size = sizes[i] == UNKNOWN ? tabled(i) : sizes[i];
            if (size < 0 || size > Long.MAX_VALUE / 2 - unpacked[i]) {
                return null;
            }
            unpacked[i + 1] = unpacked[i] + size;
        }
        return count < 2 ? null : new Frames(Arrays.copyOf(begins, count), Arrays.copyOf(ends, count), unpacked);
    }

    /** Bytes that a frame unpacks to by the seek table, if that has the same frames. */
    private long tabled(int frame) {
        int footer = table.limit() - FOOTER;
        if (footer < 0 || table.getInt(footer + 5) != SEEKABLE || table.getInt(footer) != count) {
            return UNKNOWN;
        }
        int entry = (table.get(footer + 4) & 0x80) == 0 ? 8 : 12;
        if ((long) entry * count != footer) {
            return UNKNOWN;
        }
        boolean isSame = (table.getInt(frame * entry) & 0xffffffffL) == ends[frame] - begins[frame];
        return isSame ? table.getInt(frame * entry + 4) & 0xffffffffL : UNKNOWN;
    }
}

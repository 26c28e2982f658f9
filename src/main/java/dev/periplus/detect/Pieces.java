package dev.periplus.detect;

import java.util.Arrays;
import java.util.BitSet;

/** Bytes that come in pieces and in any order, put together from their offsets; at most {@link #LIMIT} of them. */
final class Pieces {
    static final int LIMIT = 16 * 1024;

    private final BitSet here = new BitSet();
    private byte[] bytes = {};

    /** The bytes; valid up to {@link #contiguous}. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bytes from the beginning are here without a gap. */
    int contiguous() {
        return here.nextClearBit(0);
    }

    /**
     * Adds {@code count} bytes of {@code from} that belong at {@code offset}; what lies beyond the limit is left
     * out.
     */
    void put(byte[] from, int at, int count, long offset) {
        if (offset < 0 || offset >= LIMIT || count <= 0) {
            return;
        }
        int begin = (int) offset;
        int end = Math.min(begin + count, LIMIT);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(LIMIT, Math.max(end, Math.max(1024, bytes.length * 2))));
        }
        System.arraycopy(from, at, bytes, begin, end - begin);
        here.set(begin, end);
    }

    void clear() {
        here.clear();
    }
}

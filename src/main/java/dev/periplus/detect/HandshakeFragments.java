package dev.periplus.detect;

import java.util.Arrays;
import java.util.BitSet;

/** Reassembles up to {@link #LIMIT} bytes from fragments that arrive in any order. */
final class HandshakeFragments {
    static final int LIMIT = 16 * 1024;

    private final BitSet here = new BitSet();
    private byte[] bytes = {};

    /** The buffer; valid up to {@link #contiguous}. */
    byte[] bytes() {
        return bytes;
    }

    /** Number of bytes from the beginning without a gap. */
    int contiguous() {
        return here.nextClearBit(0);
    }

    /** Adds {@code count} bytes of {@code from} at {@code offset}; bytes beyond the limit are dropped. */
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

package dev.periplus.flow;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Large buffers that flows no longer need, for the next flows: making and clearing them for each would cost more than
 * what they hold. Bounded; a buffer beyond that is left to the garbage collector.
 */
final class Spares {
    private static final int SMALLEST_BITS = 12;

    private static final int MOST_OF_SIZE = 32;

    /** From 4 KiB to the limit of a stream, 16 KiB. */
    private final List<ArrayDeque<byte[]>> bySize = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());

    /** Returns a buffer of at least so many bytes, with any content. */
    byte[] take(int least) {
        int size = sizeOf(least);
        if (size >= bySize.size()) {
            return new byte[least];
        }
        byte[] kept = bySize.get(size).poll();
        return kept == null ? new byte[1 << SMALLEST_BITS + size] : kept;
    }

    /** Takes back a buffer. */
    void give(byte[] buffer) {
        int size = sizeOf(buffer.length);
        boolean isSpare = size < bySize.size() && buffer.length == 1 << SMALLEST_BITS + size;
        if (isSpare && bySize.get(size).size() < MOST_OF_SIZE) {
            bySize.get(size).push(buffer);
        }
    }

    /** Index of the smallest size that holds so many bytes. */
    private static int sizeOf(int bytes) {
        return Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1) - SMALLEST_BITS);
    }
}

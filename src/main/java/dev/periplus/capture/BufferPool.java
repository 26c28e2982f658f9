package dev.periplus.capture;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * A pool of equally sized array buffers for the reading thread. The sink determines how many exist, because it says
 * when a buffer may be reused.
 */
final class BufferPool {
    private final int size;
    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();

    BufferPool(int size) {
        this.size = size;
    }

    /** Returns a cleared buffer of at least {@code capacity} bytes. */
    ByteBuffer take(int capacity) {
        ByteBuffer buffer = capacity <= size ? idle.poll() : null;
        return buffer == null ? ByteBuffer.wrap(new byte[Math.max(capacity, size)]) : buffer.clear();
    }

    /** Returns a buffer to the pool. */
    void give(ByteBuffer buffer) {
        if (buffer.capacity() == size) {
            idle.push(buffer);
        }
    }
}

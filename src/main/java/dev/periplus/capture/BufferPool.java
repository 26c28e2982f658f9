package dev.periplus.capture;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Buffers over arrays of one size that go round on the reading thread. How many there are is up to the sink, which says
 * when one comes back.
 */
final class BufferPool {
    private final int size;
    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();

    BufferPool(int size) {
        this.size = size;
    }

    /** A cleared buffer that holds at least {@code capacity} bytes. */
    ByteBuffer take(int capacity) {
        ByteBuffer buffer = capacity <= size ? idle.poll() : null;
        return buffer == null ? ByteBuffer.wrap(new byte[Math.max(capacity, size)]) : buffer.clear();
    }

    /** Takes a buffer back. */
    void give(ByteBuffer buffer) {
        if (buffer.capacity() == size) {
            idle.push(buffer);
        }
    }
}

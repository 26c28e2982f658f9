package dev.periplus.capture;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Direct buffers of one size that go round between the reading thread and whoever releases them. Once {@link #limit}
 * buffers are left but not given back, a further one is given only when one came back, or after a second without any
 * coming back, so that a sink that holds packets until more arrive is not waited for without end.
 */
final class BufferPool {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final int size;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();
    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
    private int left;

    BufferPool(int size, int limit) {
        this.size = size;
        this.limit = limit;
    }

    /** A cleared buffer that holds at least {@code capacity} bytes. */
    ByteBuffer take(int capacity) {
        lock.lock();
        try {
            waitForOne();
            ByteBuffer buffer = capacity <= size ? idle.poll() : null;
            return buffer == null ? ByteBuffer.allocateDirect(Math.max(capacity, size)) : buffer.clear();
        } finally {
            lock.unlock();
        }
    }

    private void waitForOne() {
        long patience = PATIENCE;
        try {
            while (left >= limit && patience > 0) {
                patience = returned.awaitNanos(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The reading thread is done with a buffer; it is to come back by {@link #give}. */
    void leave() {
        lock.lock();
        left++;
        lock.unlock();
    }

    /** Takes a buffer back that was left, on any thread. */
    void give(ByteBuffer buffer) {
        lock.lock();
        try {
            left--;
            if (buffer.capacity() == size && idle.size() < limit) {
                idle.push(buffer);
            }
            returned.signal();
        } finally {
            lock.unlock();
        }
    }
}

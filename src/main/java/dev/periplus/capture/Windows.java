package dev.periplus.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes seen through one buffer at a time. Bytes in a buffer never change once read; if a record does not
 * fit, its head is copied to the next buffer, so the record at {@link #position} is always contiguous. Plain fields,
 * because they are read for every packet.
 */
final class Windows implements AutoCloseable {
    /** The current buffer. */
    byte[] bytes = {};

    /** Offset of the next record in {@link #bytes}. */
    int position;

    /** End of the valid bytes in {@link #bytes}. */
    int limit;

    /** Why the stream ended early, as a clause; null if it did not. */
    @Nullable
    String failure;

    private final Feed feed;
    private final BufferPool pool;
    private final Consumer<Runnable> retire;
    private @Nullable ByteBuffer filling;

    /** Offset of the first byte of {@link #bytes} in the stream, counting skipped bytes. */
    private long base;

    private boolean ended;

    /**
     * Opens a stream.
     *
     * @param retire receives the action that frees a buffer, once no later record uses it
     */
    Windows(Feed feed, BufferPool pool, Consumer<Runnable> retire) {
        this.feed = feed;
        this.pool = pool;
        this.retire = retire;
    }

    /** Whether {@code count} bytes can be read at {@link #position}. */
    boolean has(int count) {
        return limit - position >= count || more(count);
    }

    /**
     * Makes {@code count} bytes from {@link #position} contiguous, which may move it; returns false if fewer are left.
     */
    boolean more(int count) {
        if (ended) {
            return false;
        }
        ByteBuffer buffer = filling;
        if (buffer == null || buffer.capacity() - position < count) {
            buffer = next(count);
        }
        try {
            while (limit - position < count) {
                buffer.limit(buffer.capacity()).position(limit);
                if (feed.read(buffer) < 0) {
                    ended = true;
                    return false;
                }
                limit = buffer.position();
            }
            return true;
        } catch (IOException e) {
            limit = buffer.position();
            fail(e);
            return limit - position >= count;
        }
    }

    private ByteBuffer next(int count) {
        ByteBuffer buffer = pool.take(count);
        int head = limit - position;
        System.arraycopy(bytes, position, buffer.array(), 0, head);
        base += position;
        position = 0;
        limit = head;
        retireCurrent();
        filling = buffer;
        bytes = buffer.array();
        return buffer;
    }

    private void retireCurrent() {
        ByteBuffer left = filling;
        filling = null;
        if (left != null) {
            retire.accept(() -> pool.give(left));
        }
    }

    private void fail(IOException e) {
        failure = Failures.cause(e);
        ended = true;
    }

    /** Moves forward; returns false if the stream ends before. */
    boolean skip(long count) {
        long left = count;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            left -= passOver(left);
            if (left > 0 && !more(1)) {
                return false;
            }
        }
        position += (int) left;
        return true;
    }

    /** Skips bytes not yet read, and returns how many. */
    private long passOver(long count) {
        if (ended) {
            return 0;
        }
        try {
            long passed = feed.skip(count);
            base += passed;
            return passed;
        } catch (IOException e) {
            fail(e);
            return 0;
        }
    }

    /** Number of bytes left at {@link #position}; valid after {@link #more} returned false. */
    long rest() {
        return limit - position;
    }

    /** Offset of {@link #position} in the stream. */
    long offset() {
        return base + position;
    }

    /** Bytes of the file read so far, before decompression. */
    long fileBytes() {
        return feed.unpacks() ? feed.position() : offset();
    }

    /** Whether the bytes are decompressed. */
    boolean unpacked() {
        return feed.unpacks();
    }

    /** Retires the current buffer and closes the file. */
    @Override
    public void close() {
        limit = position;
        ended = true;
        retireCurrent();
        feed.close();
    }
}

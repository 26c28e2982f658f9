package dev.periplus.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run of bytes seen through one buffer at a time. A buffer is filled as bytes come, what is in it is not touched any
 * more, and the head of a record that does not fit is copied to the next one: the record at {@link #position} is always
 * contiguous. Plain fields, because they are read for every packet.
 */
final class Windows implements AutoCloseable {
    /** The buffer to read from and to hand out. */
    byte[] bytes = {};

    /** Where the next record begins in {@link #bytes}. */
    int position;

    /** Bytes of {@link #bytes} that are there. */
    int limit;

    /** Why the run ended before its end, a clause; null where it did not. */
    @Nullable
    String failure;

    private final Feed feed;
    private final BufferPool pool;
    private final Consumer<Runnable> retire;
    private @Nullable ByteBuffer filling;

    /** Offset in the run of the first byte of {@link #bytes}, as if nothing had been passed over. */
    private long base;

    private boolean ended;

    /** @param retire takes what frees a buffer that no later record lies in */
    Windows(Feed feed, BufferPool pool, Consumer<Runnable> retire) {
        this.feed = feed;
        this.pool = pool;
        this.retire = retire;
    }

    /** True where {@code count} bytes can be read at {@link #position}. */
    boolean has(int count) {
        return limit - position >= count || more(count);
    }

    /** Makes {@code count} bytes from {@link #position} contiguous, which may move it; false where there are fewer. */
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

    /** Moves on; false where the run ends before. */
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

    /** Leaves bytes unread that lie behind those that were read; gives how many. */
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

    /** How many bytes follow {@link #position}; to be asked after {@link #more} was false. */
    long rest() {
        return limit - position;
    }

    /** Offset of {@link #position} in the run. */
    long offset() {
        return base + position;
    }

    /** Bytes of the file read so far; of packed data those of the packed file. */
    long fileBytes() {
        return feed.unpacks() ? feed.position() : offset();
    }

    /** True where the run is unpacked from the file. */
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

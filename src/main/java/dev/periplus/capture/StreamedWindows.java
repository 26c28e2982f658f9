package dev.periplus.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that come once: pipes, standard input, unpacked data. A buffer is filled as bytes come, what is in it is not
 * touched any more, and the head of a record that does not fit is copied to the next one.
 */
final class StreamedWindows extends Windows {
    private final Feed feed;
    private final BufferPool pool;
    private @Nullable ByteBuffer filling;
    private boolean ended;

    StreamedWindows(Feed feed, BufferPool pool, Consumer<Runnable> retire) {
        super(retire);
        this.feed = feed;
        this.pool = pool;
    }

    @Override
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
            failure = Failures.cause(e);
            ended = true;
            return limit - position >= count;
        }
    }

    private ByteBuffer next(int count) {
        ByteBuffer buffer = pool.take(count);
        int head = limit - position;
        buffer.put(0, bytes, position, head);
        base += position;
        position = 0;
        limit = head;
        retireCurrent();
        filling = buffer;
        bytes = buffer.asReadOnlyBuffer().clear();
        return buffer;
    }

    private void retireCurrent() {
        ByteBuffer left = filling;
        filling = null;
        if (left != null) {
            pool.leave();
            retire.accept(() -> pool.give(left));
        }
    }

    @Override
    long rest() {
        return limit - position;
    }

    @Override
    long fileBytes() {
        return feed.position();
    }

    @Override
    boolean unpacked() {
        return feed.unpacks();
    }

    @Override
    public void close() {
        limit = position;
        ended = true;
        retireCurrent();
        feed.close();
    }
}

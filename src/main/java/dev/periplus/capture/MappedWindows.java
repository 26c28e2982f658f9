package dev.periplus.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A plain file, mapped a window at a time, as long as it was when it was opened. */
final class MappedWindows extends Windows {
    private final FileChannel channel;
    private final int window;
    private final long size;
    private @Nullable Mapping mapping;

    /** Maps the first window; the channel is closed with this, or here where mapping fails. */
    MappedWindows(FileChannel channel, int window, Consumer<Runnable> retire) throws IOException {
        super(retire);
        this.channel = channel;
        this.window = window;
        size = channel.size();
        map(0, 1);
    }

    @Override
    boolean more(int count) {
        long at = base + position;
        if (size - at < count || failure != null) {
            return false;
        }
        try {
            map(at, count);
            return true;
        } catch (IOException e) {
            failure = "the file cannot be read on: " + Failures.cause(e);
            return false;
        }
    }

    private void map(long at, int count) throws IOException {
        long actual = channel.size();
        if (actual < size) {
            throw new IOException("it shrank from " + size + " to " + actual + " bytes while it was read");
        }
        int length = (int) Math.min(size - at, Math.max(window, count));
        Mapping next = Mapping.of(channel, at, length);
        retireCurrent();
        mapping = next;
        bytes = next.bytes();
        base = at;
        position = 0;
        limit = length;
    }

    private void retireCurrent() {
        Mapping left = mapping;
        mapping = null;
        if (left != null) {
            retire.accept(left.release());
        }
    }

    @Override
    long rest() {
        return size - base - position;
    }

    @Override
    long fileBytes() {
        return base + position;
    }

    @Override
    boolean unpacked() {
        return false;
    }

    @Override
    public void close() {
        limit = position;
        retireCurrent();
        Failures.closeQuietly(channel);
    }
}

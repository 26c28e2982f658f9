package dev.periplus.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of a channel unchanged, with lookahead; for a file, only the bytes it had when it was opened. */
final class RawFeed implements Feed {
    private static final int LOOK = 4;
    private static final int FURTHER_LOOK = 64 * 1024;

    /** Largest single read, small enough that the data is still in the processor's cache when it is decoded. */
    private static final int AT_ONCE = 64 * 1024;

    private final ReadableByteChannel channel;

    /** The channel if it is a file, read from its beginning; otherwise null. */
    private final @Nullable FileChannel file;

    private final long size;

    /** Bytes read ahead, between position and limit. */
    private ByteBuffer ahead = ByteBuffer.allocate(LOOK).limit(0);

    private long taken;

    RawFeed(ReadableByteChannel channel) throws IOException {
        this.channel = channel;
        // A pipe has no size, and asking for its position is an error.
        boolean whole = channel instanceof FileChannel c && c.size() > 0 && c.position() == 0;
        file = whole ? (FileChannel) channel : null;
        size = file == null ? Long.MAX_VALUE : file.size();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int before = into.position();
        if (ahead.hasRemaining()) {
            int count = Math.min(ahead.remaining(), into.remaining());
            into.put(before, ahead, ahead.position(), count).position(before + count);
            ahead.position(ahead.position() + count);
            return count;
        }
        return fill(into);
    }

    private int fill(ByteBuffer into) throws IOException {
        if (taken == size) {
            return -1;
        }
        int limit = into.limit();
        into.limit(into.position() + (int) Math.min(Math.min(into.remaining(), AT_ONCE), size - taken));
        int count;
        try {
            count = channel.read(into);
        } finally {
            into.limit(limit);
        }
        if (count < 0 && file != null) {
            throw new IOException("the file shrank from " + size + " to " + file.size() + " bytes while it was read");
        }
        taken += Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        if (file == null || ahead.hasRemaining()) {
            return 0;
        }
        long skipped = Math.min(count, size - taken);
        taken += skipped;
        file.position(taken);
        return skipped;
    }

    /** Returns the bytes read ahead and not yet used. The caller may move the position, nothing else. */
    ByteBuffer ahead() {
        return ahead;
    }

    /** Uses a larger, direct lookahead buffer from now on, for decompressors. */
    void lookFurther() {
        ahead = ByteBuffer.allocateDirect(FURTHER_LOOK).put(ahead).flip();
    }

    /** Tries to read {@code count} bytes ahead; returns false if the data ends before. */
    boolean look(int count) throws IOException {
        while (ahead.remaining() < count) {
            ahead.compact();
            int got;
            try {
                got = fill(ahead);
            } finally {
                ahead.flip();
            }
            if (got < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the next byte, or -1 at the end. */
    int next() throws IOException {
        return look(1) ? ahead.get() & 0xff : -1;
    }

    @Override
    public long position() {
        return taken - ahead.remaining();
    }

    @Override
    public boolean unpacks() {
        return false;
    }

    @Override
    public void close() {
        Failures.closeQuietly(channel);
        ahead.limit(0);
    }
}

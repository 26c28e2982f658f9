package dev.periplus.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** The bytes of a channel as they are, with a look ahead. */
final class RawFeed implements Feed {
    private final ReadableByteChannel channel;

    /** What was read ahead; between position and limit. */
    private final ByteBuffer ahead;

    private long taken;

    RawFeed(ReadableByteChannel channel, int lookAhead) {
        this.channel = channel;
        ahead = ByteBuffer.allocateDirect(lookAhead).limit(0);
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
        int count = channel.read(into);
        taken += Math.max(0, count);
        return count;
    }

    /** What was read ahead and is not used yet. The caller may move its position, nothing else. */
    ByteBuffer ahead() {
        return ahead;
    }

    /** Tries to have {@code count} bytes ahead; false where the end comes before. */
    boolean look(int count) throws IOException {
        while (ahead.remaining() < count) {
            ahead.compact();
            int got;
            try {
                got = channel.read(ahead);
            } finally {
                ahead.flip();
            }
            if (got < 0) {
                return false;
            }
            taken += got;
        }
        return true;
    }

    /** The next byte, or -1 at the end. */
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

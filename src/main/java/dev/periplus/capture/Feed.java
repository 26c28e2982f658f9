package dev.periplus.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A source of capture bytes. */
interface Feed extends AutoCloseable {
    /**
     * Reads at least one byte into an array-backed buffer that has room.
     *
     * @return the number of bytes read, or -1 at the end
     * @throws IOException with a clause for the user as message; bytes read before it are valid
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Skips bytes without reading them, if the source can.
     *
     * @return the number of bytes skipped, at most {@code count}
     */
    default long skip(long count) throws IOException {
        return 0;
    }

    /** Bytes of the file consumed so far. */
    long position();

    /** Whether the bytes are decompressed rather than the file's own. */
    boolean unpacks();

    @Override
    void close();
}

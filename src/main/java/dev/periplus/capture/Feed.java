package dev.periplus.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a capture come from. */
interface Feed extends AutoCloseable {
    /**
     * Puts at least one byte into a buffer over an array that has room.
     *
     * @return -1 at the end, else how many
     * @throws IOException with a clause for the user; bytes put in before are good
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Passes over bytes that need not be read, where the source can.
     *
     * @return how many, at most {@code count}
     */
    default long skip(long count) throws IOException {
        return 0;
    }

    /** Bytes of the file used so far. */
    long position();

    /** True where the bytes are not those of the file. */
    boolean unpacks();

    @Override
    void close();
}

package dev.periplus.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where streamed bytes come from. */
interface Feed extends AutoCloseable {
    /**
     * Puts at least one byte into a direct buffer that has room.
     *
     * @return -1 at the end, else how many
     * @throws IOException with a clause for the user; bytes put in before are good
     */
    int read(ByteBuffer into) throws IOException;

    /** Bytes of the file used so far. */
    long position();

    /** True where the bytes are not those of the file. */
    boolean unpacks();

    @Override
    void close();
}

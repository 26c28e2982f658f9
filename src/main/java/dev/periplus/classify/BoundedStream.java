package dev.periplus.classify;

import dev.periplus.flow.DamagedStateException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails with {@link DamagedStateException} beyond a number of bytes: a small file may unpack to a very large one. */
final class BoundedStream extends FilterInputStream {
    private long left;

    BoundedStream(InputStream in, long most) {
        super(in);
        left = most;
    }

    @Override
    public int read() throws IOException {
        take(1);
        return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        take(count);
        return count;
    }

    private void take(int count) throws DamagedStateException {
        left -= Math.max(0, count);
        if (left < 0) {
            throw new DamagedStateException("it unpacks to too many bytes");
        }
    }
}

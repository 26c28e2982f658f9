package dev.periplus.mcp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells when a stream has ended. */
final class UntilEnd extends FilterInputStream {
    private final Runnable ended;

    UntilEnd(InputStream in, Runnable ended) {
        super(in);
        this.ended = ended;
    }

    @Override
    public int read() throws IOException {
        return told(super.read());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return told(super.read(into, offset, length));
    }

    private int told(int read) {
        if (read < 0) {
            ended.run();
        }
        return read;
    }
}

package dev.periplus.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Buffers lines of UTF-8 text; every write to the stream ends with a whole line. */
public final class LineWriter {
    private static final int PAGE = 1 << 16;

    private final OutputStream out;
    private final StringBuilder page = new StringBuilder();

    /** @param out flushed but not closed */
    public LineWriter(OutputStream out) {
        this.out = out;
    }

    /** @param line including its line end */
    public void add(CharSequence line) {
        page.append(line);
        if (page.length() >= PAGE) {
            put();
        }
    }

    public void flush() {
        put();
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put() {
        try {
            out.write(page.toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page.setLength(0);
    }
}

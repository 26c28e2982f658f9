package dev.periplus.report.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Buffers JSON, one value per line; every write to the stream ends with a whole line. */
public final class JsonLines {
    private static final int PAGE = 1 << 16;

    private final OutputStream out;
    private final JsonText text = new JsonText();

    /** @param out flushed but not closed */
    public JsonLines(OutputStream out) {
        this.out = out;
    }

    /** The buffer, which ends with the line being written. */
    public JsonText text() {
        return text;
    }

    /** Ends the line. */
    public void end() {
        text.raw('\n');
        if (text.length() >= PAGE) {
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
            text.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        text.clear();
    }
}

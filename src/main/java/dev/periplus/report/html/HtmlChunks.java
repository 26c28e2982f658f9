package dev.periplus.report.html;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the records of flows, one per line, {@link #FLOWS} to a block. */
final class HtmlChunks implements AutoCloseable {
    static final int FLOWS = 500;

    private final OutputStream page;
    private @Nullable HtmlBlock block;
    private int flows;

    HtmlChunks(OutputStream page) {
        this.page = page;
    }

    void add(byte[] record) throws IOException {
        if (flows % FLOWS == 0) {
            close();
        }
        HtmlBlock to = block;
        if (to == null) {
            to = new HtmlBlock(page, "flows-" + flows / FLOWS);
            block = to;
        }
        to.write(record);
        flows++;
    }

    @Override
    public void close() throws IOException {
        HtmlBlock open = block;
        block = null;
        if (open != null) {
            open.close();
        }
    }
}

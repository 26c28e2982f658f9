package dev.periplus.report.html;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.periplus.report.json.JsonText;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * A block of data that the page never reads as markup: gzip in base64, in a script element of a type that no browser
 * runs.
 */
final class HtmlBlock implements AutoCloseable {
    private static final int BUFFER = 1 << 14;

    private final OutputStream page;
    private final GZIPOutputStream packed;

    /** @param id of the element, plain letters and digits */
    HtmlBlock(OutputStream page, String id) throws IOException {
        this.page = page;
        page.write(("<script type=\"application/octet-stream;base64\" id=\"" + id + "\">").getBytes(US_ASCII));
        packed = new GZIPOutputStream(Base64.getEncoder().wrap(new Open(page)), BUFFER);
    }

    /** Keeps the page open when the block is closed. */
    private static final class Open extends FilterOutputStream {
        Open(OutputStream page) {
            super(page);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
        }

        @Override
        public void close() {}
    }

    void write(byte[] bytes) throws IOException {
        packed.write(bytes);
    }

    void write(JsonText json) throws IOException {
        json.writeTo(packed);
    }

    @Override
    public void close() throws IOException {
        packed.close();
        page.write("</script>\n".getBytes(US_ASCII));
    }
}

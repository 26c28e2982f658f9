package dev.periplus.report.peer;

import dev.periplus.file.PrivateFiles;
import dev.periplus.report.json.JsonText;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Documents that a server refused for what they are: a line {@code {"status":…,"reason":…}} and the document's own. The file
 * is made when there is one, and goes on at its end; it grows by at most {@link #MOST_BYTES} in a run.
 */
final class DeadLetters implements Closeable {
    private static final long MOST_BYTES = 256L << 20;

    private final Path path;
    private final JsonText head = new JsonText();
    private @Nullable OutputStream out;
    private long written;

    DeadLetters(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Keeps a document, which ends with a line end; returns false if there is no room. */
    boolean keep(int status, String reason, byte[] document) throws IOException {
        if (written + document.length > MOST_BYTES) {
            return false;
        }
        OutputStream to = out;
        if (to == null) {
            FileChannel file = PrivateFiles.openOrCreate(path);
            file.position(file.size());
            to = Channels.newOutputStream(file);
            out = to;
        }
        head.clear();
        head.raw(JsonText.ascii("{\"status\":")).number(status);
        head.raw(JsonText.name("reason")).text(reason).raw('}').raw('\n');
        head.writeTo(to);
        to.write(document);
        written += head.length() + document.length;
        return true;
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}

package dev.periplus.report.html;

import dev.periplus.report.json.JsonText;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Stores formatted flows until the page is written, in a temporary file that only the owner can read and that has no
 * name if the system allows it.
 */
final class FlowSpool implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final DataOutputStream out;
    private int entries;

    FlowSpool() throws IOException {
        Path path = Files.createTempFile("periplus", ".flows");
        file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            Files.delete(path);
        } catch (IOException e) {
            // Some systems cannot remove the name of an open file; they delete the file when it is closed.
            path.toFile().deleteOnExit();
        }
        out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
    }

    /** A stored flow. */
    record Entry(int index, long number, int level, byte[] row, byte[] detail) {}

    /** Receives entries in the order stored. */
    public interface Reader {
        void entry(Entry entry) throws IOException;
    }

    /** Stores a flow and returns its index, from 0. */
    int put(long number, int level, JsonText row, JsonText detail) throws IOException {
        out.writeLong(number);
        out.writeInt(level);
        put(row);
        put(detail);
        return entries++;
    }

    private void put(JsonText text) throws IOException {
        out.writeInt(text.length());
        text.writeTo(out);
    }

    void forEach(Reader reader) throws IOException {
        out.flush();
        long end = file.position();
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(Channels.newInputStream(file.position(0)), BUFFER));
        for (int i = 0; i < entries; i++) {
            long number = in.readLong();
            int level = in.readInt();
            reader.entry(new Entry(i, number, level, bytes(in), bytes(in)));
        }
        file.position(end);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

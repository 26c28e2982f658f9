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
 * Flows as they are to be written, put away until it is known which of them are: in a temporary file that only the owner
 * can read and that has no name where the system allows it.
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
            // Some systems keep the name of an open file; it goes when the file is closed.
            path.toFile().deleteOnExit();
        }
        out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
    }

    /** An entry that was put away. */
    record Entry(int index, long number, int level, byte[] row, byte[] detail) {}

    /** Takes entries in the order in which they were put away. */
    public interface Reader {
        void entry(Entry entry) throws IOException;
    }

    /** Gives its index, from 0. */
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

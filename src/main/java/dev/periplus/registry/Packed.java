package dev.periplus.registry;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the build packs into the jar, so that a start need not parse YAML: resources, and lists of texts in them. */
public final class Packed {
    private static final int BUFFER = 1 << 16;

    private Packed() {}

    /** Writes what a pack holds. */
    public interface Writer {
        void write(DataOutput out) throws IOException;
    }

    /** Reads what a {@link Writer} wrote. */
    public interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    /** Makes a pack; called by the build. */
    public static void file(Path to, Writer writer) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            writer.write(out);
        }
    }

    /** Reads a pack of the jar by its absolute name. */
    public static <T> T resource(String name, Reader<T> reader) {
        InputStream resource = Packed.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IllegalStateException("the jar lacks " + name);
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(resource, BUFFER))) {
            return reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void write(DataOutput out, List<String> texts) throws IOException {
        out.writeShort(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    public static List<String> read(DataInput in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return List.copyOf(texts);
    }
}

package dev.periplus.rulefile;

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

/** What the build packs into the jar: files as they are, and packs, so that a start need not parse YAML. */
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
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(open(name), BUFFER))) {
            return reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the jar by its absolute name, as it was before the build. */
    public static byte[] bytes(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream resource = Packed.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IllegalStateException("the jar lacks " + name);
        }
        return resource;
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

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

/**
 * Resources that the build puts into the jar: plain copies of files, and binary packs that spare parsing YAML at
 * startup.
 */
public final class Packed {
    private static final int BUFFER = 1 << 16;

    private Packed() {}

    /** Writes the content of a pack. */
    public interface Writer {
        void write(DataOutput out) throws IOException;
    }

    /** Reads the content that a {@link Writer} wrote. */
    public interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    /** Writes a pack file; called by the build. */
    public static void file(Path to, Writer writer) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            writer.write(out);
        }
    }

    /** Reads a pack from the jar. */
    public static <T> T resource(String name, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(open(name), BUFFER))) {
            return reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the jar has this file. */
    public static boolean exists(String name) {
        return Packed.class.getResource(name) != null;
    }

    /** Returns the bytes of a file in the jar. */
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
            throw new IllegalStateException("missing from the jar: " + name);
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

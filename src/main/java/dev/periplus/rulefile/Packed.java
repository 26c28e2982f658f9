package dev.periplus.rulefile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resources that the build puts into the jar: plain copies of files, and binary packs that spare parsing YAML at
 * startup.
 */
public final class Packed {
    /** Set by the launcher, or null. */
    private static final @Nullable String FOLDER = System.getProperty("periplus.resources");

    private Packed() {}

    /** Writes the content of a pack. */
    public interface Writer {
        void write(DataOutput out) throws IOException;
    }

    /** Writes a pack file; called by the build. */
    public static void file(Path to, Writer writer) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            writer.write(out);
        }
    }

    /** Whether the jar has this file. */
    public static boolean exists(String name) {
        try (InputStream in = resource(name)) {
            return in != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the bytes of a file in the jar. */
    public static byte[] bytes(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream resource = resource(name);
        if (resource == null) {
            throw new IllegalStateException("missing from the jar: " + name);
        }
        return resource;
    }

    /** The launcher names the folder that the jar was made of: its files need no unpacking. */
    private static @Nullable InputStream resource(String name) throws IOException {
        File unpacked = new File(FOLDER + name);
        return FOLDER != null && unpacked.isFile()
                ? new FileInputStream(unpacked)
                : Packed.class.getResourceAsStream(name);
    }

    public static void write(DataOutput out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    public static String text(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        return new String(bytes, UTF_8);
    }

    public static void write(DataOutput out, List<String> texts) throws IOException {
        out.writeShort(texts.size());
        for (String text : texts) {
            write(out, text);
        }
    }

    public static List<String> read(DataInput in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
            texts.add(text(in));
        }
        return List.copyOf(texts);
    }
}

package dev.periplus.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Puts the bytes of one execution together, for {@link FuzzInput} to take apart. */
public final class FuzzSeed {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public FuzzSeed u8(int value) {
        out.write(value);
        return this;
    }

    public FuzzSeed u16(int value) {
        return u8(value >> Byte.SIZE).u8(value);
    }

    /** Adds a chunk, cut to the longest. */
    public FuzzSeed chunk(byte[] bytes) {
        int length = Math.min(bytes.length, FuzzInput.LONGEST);
        u16(length);
        out.write(bytes, 0, length);
        return this;
    }

    public FuzzSeed text(String text) {
        return chunk(text.getBytes(UTF_8));
    }

    public FuzzSeed rest(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    /** Returns the contents of the files below a folder that are at most {@code longest} bytes. */
    public static List<byte[]> files(Path folder, String ending, int longest) {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList()) {
                if (Files.size(file) <= longest) {
                    contents.add(Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }
}

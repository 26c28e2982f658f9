package dev.periplus.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What must hold; anything else is a finding. */
public final class Must {
    private static final Path FOLDER = makeFolder();
    private static final Path FILE = FOLDER.resolve("input");

    private Must() {}

    public static void hold(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    public static void equal(Object one, Object other, String what) {
        if (!one.equals(other)) {
            throw new AssertionError(what + ":\n" + one + "\n" + other);
        }
    }

    /** The text has no character that a terminal acts on, or that hides or reorders its neighbours; it may have lines. */
    public static void bePrintable(String text) {
        bePrintable(text, "\n");
    }

    /** Same, with the control characters that are allowed. */
    public static void bePrintable(String text, String allowed) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            int point = text.codePointAt(i);
            if (isActive(point) && allowed.indexOf(point) < 0) {
                throw new AssertionError("active character U+" + Integer.toHexString(point) + " at " + i);
            }
            i += pair ? 1 : 0;
        }
    }

    private static boolean isActive(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** The folder of this process, in memory if the system has such a folder. */
    public static Path folder() {
        return FOLDER;
    }

    /** Writes the bytes to the file of this process that is used for every execution. */
    public static Path file(byte[] bytes) {
        try {
            return Files.write(FILE, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path makeFolder() {
        Path memory = Path.of("/dev/shm");
        try {
            Path folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "periplus-fuzz")
                    : Files.createTempDirectory("periplus-fuzz");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

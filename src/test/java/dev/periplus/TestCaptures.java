package dev.periplus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The captures of this project. */
public final class TestCaptures {
    private TestCaptures() {}

    /** All of them, by name. */
    public static Stream<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("captures"))) {
            return files.filter(file -> file.toString().matches(".*\\.pcap(ng)?")).sorted().toList().stream();
        }
    }
}

package dev.periplus.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyntheticCapturesTest {
    private static final Path CAPTURES = Path.of("captures");
    private static final int MOST_BYTES = 300_000;

    static List<Capture> captures() {
        return SyntheticCaptures.scenarios().stream().map(Scenario::make).toList();
    }

    @Test
    void generatedFilesAreTheCommittedOnes(@TempDir Path directory) throws IOException {
        SyntheticCaptures.write(directory);
        try (var made = Files.list(directory)) {
            for (Path file : made.toList()) {
                Path committed = CAPTURES.resolve(file.getFileName());
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(committed), committed.toString());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void capturesAreSmallAndDescribed(Capture capture) throws IOException {
        assertTrue(capture.bytes().length < MOST_BYTES, capture.file());
        String readme = Files.readString(CAPTURES.resolve("README.md"));
        assertTrue(readme.contains("| `" + capture.file() + "` |"), capture.file() + " is not in the table");
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyAnswerHasAllColumns(Capture capture) {
        List<String> lines = capture.expected().lines().toList();
        assertTrue(lines.size() > 1, capture.file());
        lines.forEach(line -> assertEquals(7, line.split("\t", -1).length, line));
        assertEquals(lines.size(), Set.copyOf(lines).size(), "duplicate flow");
    }

    @Test
    void framehawkFillsThirtyPortsFromTheBottom() {
        Set<Integer> ports = new FramehawkXenapp()
                .make()
                .expected()
                .lines()
                .map(line -> line.split("\t"))
                .filter(fields -> fields[5].equals("framehawk"))
                .map(fields -> Integer.valueOf(fields[4]))
                .collect(Collectors.toSet());
        assertEquals(IntStream.rangeClosed(3224, 3253).boxed().collect(Collectors.toSet()), ports);
    }
}

package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hash tables of a run have keys of their own, and no record shows them. */
class HashKeysTest {
    @TempDir
    Path folder;

    private List<String> records(String name, String... options) throws IOException, InterruptedException {
        Path out = folder.resolve(name + ".json");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(options));
        command.addAll(
                List.of("dev.periplus.cli.Main", "replay", "-q", "-o", "json=" + out, "--shards", "2", "captures"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        process.waitFor();
        List<String> lines = Files.readAllLines(out);
        assertTrue(lines.size() > 100, Files.readString(folder.resolve(name + ".log")));
        return lines.subList(0, lines.size() - 1);
    }

    @Test
    void recordsAreTheSameWhateverTheKeysAre() throws Exception {
        List<String> first = records("one", "-Dperiplus.hash.seed=1");
        assertEquals(first, records("two", "-Dperiplus.hash.seed=2"));
        assertEquals(first, records("secret"));
    }
}

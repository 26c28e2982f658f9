package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Libraries that have to be copied to a folder, where they cannot be loaded from it. */
class UnloadableLibraryTest {
    private static final String NO_FOLDER = "-Djava.io.tmpdir=/dev/null/missing";

    /** JNA then behaves as in a folder without execution. */
    private static final String NO_JNA = "-Djna.noclasspath=true";

    @TempDir
    Path folder;

    /** What a process of its own printed, since a library is loaded once per process. */
    private record Printed(int status, String text) {}

    @BeforeEach
    void aCase() throws IOException {
        Files.copy(
                Path.of("captures/ssh-on-3251.pcap"),
                Files.createDirectory(folder.resolve("case")).resolve("a.pcap"));
    }

    private Printed run(String option, String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        for (String word : command.split(" ")) {
            words.add(word.replace("CASE", folder.resolve("case").toString()).replace("OUT", folder + "/out"));
        }
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Printed(process.waitFor(), text);
    }

    @ParameterizedTest
    @CsvSource({
        "zstd, review CASE, 0",
        "zstd, diff CASE CASE, 0",
        "SQLite, replay CASE -o sqlite=OUT.db, 3",
        "JNA, replay -f tcp CASE, 2",
        "JNA, interfaces, 3",
        "JNA, live -i lo, 3"
    })
    void aSentenceNamesTheFolderAndTheRemedy(String library, String command, int status) throws Exception {
        boolean jna = library.equals("JNA");
        Printed printed = run(jna ? NO_JNA : NO_FOLDER, command);
        assertEquals(status, printed.status, printed.text);
        String folder = jna ? "" : "/dev/null/missing: ";
        assertTrue(printed.text.contains("cannot load the " + library + " library from " + folder), printed.text);
        String remedy = "PERIPLUS_JAVA_OPTIONS=-D" + (jna ? "jna.tmpdir" : "java.io.tmpdir") + "=FOLDER";
        assertTrue(printed.text.contains(remedy), printed.text);
        assertFalse(printed.text.contains("Exception") || printed.text.contains("Error"), printed.text);
    }

    @Test
    void aReviewWithoutOpenSslComputesTheSameDigests() throws Exception {
        Printed without = run(NO_JNA, "review --fresh CASE -o json");
        assertEquals(0, without.status, without.text);
        Run with = Run.of("review", "--fresh", folder.resolve("case").toString(), "-o", "json");
        String digest = with.out().replaceAll("(?s).*\"sha256\":\"([0-9a-f]{64})\".*", "$1");
        assertTrue(digest.matches("[0-9a-f]{64}"), with.out());
        assertTrue(without.text.contains(digest), without.text);
    }
}

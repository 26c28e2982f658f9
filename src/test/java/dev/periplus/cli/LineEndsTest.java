package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the user with line ends of Windows. */
class LineEndsTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";

    @TempDir
    Path folder;

    private Path written(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text.replace("\n", "\r\n"));
    }

    @Test
    void rulesAcceptancesAndIndicators() throws IOException {
        for (String name : new String[] {"protocols/ssh.yaml", "findings.yaml", "ranges.yaml", "processes.yaml"}) {
            written("rules/" + name, Files.readString(Path.of("rules", name)));
        }
        String rules = folder.resolve("rules").toString();
        Run check = Run.of("rules", "check", rules);
        assertEquals("4 files, no errors\n", check.out(), check.err());
        Path indicators = written("indicators.txt", "# seen elsewhere\n10.3.0.9\n");
        Run review = Run.of(
                "review",
                "--state",
                folder.resolve("state").toString(),
                "--rules",
                rules,
                "--indicators",
                indicators.toString(),
                SSH);
        assertTrue(review.out().contains("SSH on 3251/tcp"), review.out());
        assertTrue(review.out().contains("named by indicators.txt:2"), review.out());
    }

    @Test
    void listsOfCapturesAndConfigurations() throws IOException {
        Path list = written("list.txt", SSH + "\n\n");
        assertEquals(
                1, Run.of("--list", list.toString(), "-o", "json").records().size());
        Path config = written("config.yaml", "replay:\n  limit: 1\n");
        assertEquals(Exit.DONE, Run.of("--config", config.toString(), SSH).status());
    }
}

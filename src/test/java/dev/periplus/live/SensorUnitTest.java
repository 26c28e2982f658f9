package dev.periplus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorUnitTest {
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    Path folder;

    /** On systemd's scale from 0 to 10; {@code --threshold} takes tenths. */
    @Test
    void theSensorIsExposedLessThanTwo() throws Exception {
        assumeTrue(Files.isExecutable(ANALYZE), "no systemd-analyze");
        Path unit = folder.resolve("periplus@eth0.service");
        Files.copy(Path.of("src/main/systemd/periplus@.service"), unit);
        Process analyze = new ProcessBuilder(
                        ANALYZE.toString(),
                        "security",
                        "--offline=true",
                        "--threshold=19",
                        "--no-pager",
                        unit.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(analyze.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(printed.contains("Overall exposure"), "systemd-analyze is older than 250: " + printed);
        assertEquals(0, analyze.waitFor(), printed);
    }
}

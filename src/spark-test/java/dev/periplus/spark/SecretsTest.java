package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.cli.Run;
import dev.periplus.detect.SealedCapture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in a capture open what begins behind them, wherever it is divided. */
class SecretsTest {
    @TempDir
    Path folder;

    @Test
    void recordsAreThoseOfReplay() throws IOException {
        SealedCapture sealed = SealedCapture.write(folder);
        Path plain = folder.resolve("plain.pcapng");
        Path told = folder.resolve("told.pcapng");
        String capture = sealed.capture().toString();
        Run.of("annotate", "-w", plain.toString(), capture);
        Run.of("annotate", "--with-secrets", "--keylog", sealed.keyLog().toString(), "-w", told.toString(), capture);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        for (Path section : List.of(plain, told)) {
            both.write(Files.readAllBytes(section));
        }
        Path late = Files.write(folder.resolve("late.pcapng"), both.toByteArray());
        for (Path file : List.of(told, late)) {
            List<String> expected = Topic.records(file);
            assertEquals(file == told, expected.toString().contains("\"ssh\""), expected.toString());
            for (int splits : List.of(1, 2, 3, 7)) {
                assertEquals(expected, OnSpark.texts(OnSpark.table("flows", file, splits), "record"));
            }
        }
    }
}

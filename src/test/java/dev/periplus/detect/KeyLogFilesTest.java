package dev.periplus.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands with key logs, and captures that hold secrets. */
class KeyLogFilesTest {

    @TempDir
    Path folder;

    private Path capture;
    private Path keyLog;

    @BeforeEach
    void write() throws IOException {
        SealedCapture sealed = SealedCapture.write(folder);
        capture = sealed.capture();
        keyLog = sealed.keyLog();
    }

    @Test
    void aKeyLogOpensAndItsBadLinesAreCounted() {
        Run run = Run.of("-o", "json", "--keylog", keyLog.toString(), capture.toString());
        Map<String, Object> record = run.records().get(0);
        assertEquals(List.of("tls", "ssh"), record.get("protocols"));
        assertEquals("opened", tls(record).get("decryption"));
        assertEquals("2", "" + run.counters().get("decrypted"));
        assertEquals("1", "" + run.counters().get("key-log.malformed"));
        Run filtered = Run.of("-o", "json", "--keylog", keyLog.toString(), "-Y", "ssh", capture.toString());
        assertEquals(1, filtered.records().size());
    }

    @Test
    void secretsThatComeWhileTheRunLastsOpenWhatFollows() throws Exception {
        String lines = Files.readString(keyLog);
        Files.writeString(keyLog, "");
        Thread browser = new Thread(() -> {
            try {
                for (String part : List.of(lines.substring(0, 100), lines.substring(100))) {
                    Thread.sleep(300);
                    Files.writeString(keyLog, part, StandardOpenOption.APPEND);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        browser.start();
        Run run = Run.of("--speed", "5", "-q", "-o", "json", "--keylog", keyLog.toString(), capture.toString());
        browser.join();
        assertEquals("opened", tls(run.records().get(0)).get("decryption"), run.toString());
        assertEquals(List.of("tls", "ssh"), run.records().get(0).get("protocols"));
        assertEquals("1", "" + run.counters().get("key-log.malformed"));
    }

    private static Map<String, Object> tls(Map<String, Object> record) {
        return Run.object(Run.object(record, "metadata"), "tls");
    }

    @Test
    void aReportIsVerifiedWithTheSameSecrets() {
        String report = folder.resolve("report.json").toString();
        Run.of("-q", "-o", "json=" + report, "--keylog", keyLog.toString(), capture.toString());
        assertTrue(Run.of("verify", report).out().contains("failed: "));
        String verified =
                Run.of("verify", "--keylog", keyLog.toString(), report).out();
        assertTrue(verified.contains(" 0 failed") && !verified.contains("failed: "), verified);
    }

    @Test
    void nothingIsOpenedWithoutIt() {
        Map<String, Object> record =
                Run.of("-o", "json", capture.toString()).records().get(0);
        assertEquals(List.of("tls"), record.get("protocols"));
        assertEquals(null, tls(record).get("decryption"));
    }

    @Test
    void theRecordsAreTheSameForAnyNumberOfShards() {
        String[] all = new String[3];
        for (int shards = 1; shards <= 3; shards++) {
            Run run = Run.of("-o", "json", "--shards", "" + shards, "--keylog", keyLog.toString(), capture.toString());
            all[shards - 1] = run.records().toString();
        }
        assertEquals(all[0], all[1]);
        assertEquals(all[0], all[2]);
    }

    @Test
    void aCopyTakesTheSecretsOfItsFlowsAlong() throws IOException {
        Path out = folder.resolve("out.pcapng");
        Run carve = Run.of(
                "carve",
                "-Y",
                "ssh",
                "--with-secrets",
                "--keylog",
                keyLog.toString(),
                "-w",
                out.toString(),
                capture.toString());
        assertTrue(carve.out().contains("1 flow"), carve.out() + carve.err());
        Run run = Run.of("-o", "json", out.toString());
        assertEquals(List.of("tls", "ssh"), run.records().get(0).get("protocols"));
        String copied = Files.readString(out, StandardCharsets.ISO_8859_1);
        assertTrue(copied.contains("SERVER_TRAFFIC_SECRET_0 "));
        assertTrue(!copied.contains("CLIENT_RANDOM "), "the secret of the other flow");
    }

    @Test
    void anAnnotatedCopyHasThemAll() throws IOException {
        Path out = folder.resolve("out.pcapng");
        Run.of("annotate", "--with-secrets", "--keylog", keyLog.toString(), "-w", out.toString(), capture.toString());
        String copied = Files.readString(out, StandardCharsets.ISO_8859_1);
        assertTrue(copied.contains("SERVER_TRAFFIC_SECRET_0 ") && copied.contains("CLIENT_RANDOM "));
        Run run = Run.of("-o", "json", out.toString());
        assertEquals("2", "" + run.counters().get("decrypted"));
    }

    @Test
    void anExhibitTellsWhatKeysOpen() throws IOException {
        Path archive = folder.resolve("case.zip");
        Run made = Run.of("exhibit", "1", "-w", archive.toString(), "--keylog", keyLog.toString(), capture.toString());
        assertEquals("", made.err());
        try (FileSystem zip = FileSystems.newFileSystem(archive)) {
            String report = Files.readString(zip.getPath("report.json"));
            assertTrue(report.contains("\"ssh\""), report);
        }
    }
}

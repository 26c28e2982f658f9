package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Conversation.Turn;
import dev.periplus.cli.Run;
import dev.periplus.detect.Sealed.Suite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    private static final int RAW_IP = 101;
    private static final int SYN = 2;
    private static final int ACK = 16;

    @TempDir
    Path folder;

    /** So many bytes of the capture belong to a second. */
    private static final int BYTES_A_SECOND = 200;

    private Path capture;
    private Path keyLog;

    @BeforeEach
    void write() throws IOException {
        SealedTalks talk = new SealedTalks(Suite.AES_128_GCM_13, false, 31).open13("x");
        talk.data13(false, ascii("SSH-2.0-OpenSSH_9.6\r\n")).data13(true, ascii("SSH-2.0-OpenSSH_9.2\r\n"));
        SealedTalks other = new SealedTalks(Suite.AES_128_GCM, false, 32).open12(false);
        capture = folder.resolve("two.pcap");
        ByteBuffer file = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(1 << 16)
                .putInt(RAW_IP);
        connection(file, 40_000, talk.turns);
        connection(file, 40_001, other.turns);
        Files.write(capture, java.util.Arrays.copyOf(file.array(), file.position()));
        keyLog = folder.resolve("keys.log");
        Files.writeString(keyLog, talk.keyLog() + other.keyLog() + "what is this\n");
    }

    private static void connection(ByteBuffer file, int port, List<Turn> turns) {
        int[] next = {1000, 2000};
        segment(file, port, true, SYN, next, new byte[0]);
        segment(file, port, false, SYN | ACK, next, new byte[0]);
        turns.forEach(turn -> segment(file, port, turn.byClient(), ACK, next, turn.bytes()));
    }

    private static void segment(ByteBuffer file, int port, boolean byClient, int flags, int[] next, byte[] payload) {
        int side = byClient ? 0 : 1;
        ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
        packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0);
        packet.put((byte) 64).put((byte) 6).putShort((short) 0);
        packet.putInt(byClient ? 0x0a000005 : 0x0a000009).putInt(byClient ? 0x0a000009 : 0x0a000005);
        packet.putShort((short) (byClient ? port : 3251)).putShort((short) (byClient ? 3251 : port));
        packet.putInt(next[side]).putInt(next[1 - side]).put((byte) 0x50).put((byte) flags);
        packet.putShort((short) 8192).putInt(0).put(payload);
        next[side] += payload.length + ((flags & SYN) == 0 ? 0 : 1);
        file.putInt(1_600_000_000 + file.position() / BYTES_A_SECOND).putInt(0);
        file.putInt(packet.capacity()).putInt(packet.capacity()).put(packet.array());
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

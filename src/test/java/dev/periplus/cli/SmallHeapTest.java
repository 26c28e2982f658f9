package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traffic that would fill any heap ends with an answer that counts what was lost, or with one sentence. */
class SmallHeapTest {
    private static final int TCP = 6;
    private static final int UDP = 17;

    @TempDir
    Path folder;

    /** What a JVM of its own said and did. */
    private record Ended(int status, String err, Path out) {
        Map<String, Object> counters() throws IOException {
            List<String> lines = Files.readAllLines(out);
            return new Run(Exit.DONE, lines.get(lines.size() - 1), "").counters();
        }
    }

    private Ended periplus(String heap, String... words) throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        Path out = folder.resolve("out.json");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(err.toFile())
                .redirectOutput(out.toFile())
                .start();
        return new Ended(process.waitFor(), Files.readString(err), out);
    }

    /** A compressed capture of raw IP. */
    private static final class Flood implements AutoCloseable {
        private final OutputStream out;
        private long micros = 1_700_000_000_000_000L;

        Flood(Path file) throws IOException {
            out = new GZIPOutputStream(Files.newOutputStream(file));
            ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
            out.write(header.putInt(1 << 20).putInt(101).array());
        }

        /** Sends a payload from this client; the lengths in the headers are 0 where they do not fit. */
        void send(int client, int protocol, int port, byte[] payload) throws IOException {
            int header = protocol == TCP ? 40 : 28;
            int length = header + payload.length;
            ByteBuffer packet = ByteBuffer.allocate(16 + length).order(ByteOrder.LITTLE_ENDIAN);
            packet.putInt((int) (micros / 1_000_000)).putInt((int) (micros % 1_000_000));
            packet.putInt(length).putInt(length).order(ByteOrder.BIG_ENDIAN);
            micros += 10;
            packet.putShort((short) 0x4500)
                    .putShort((short) (length > 0xffff ? 0 : length))
                    .putInt(0);
            packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
            packet.putInt(0x0a00_0000 + client).putInt(0x0b00_0001);
            packet.putShort((short) 2000).putShort((short) port);
            if (protocol == TCP) {
                packet.putInt(1)
                        .putInt(1)
                        .putShort((short) 0x5018)
                        .putShort((short) 1000)
                        .putInt(0);
            } else {
                packet.putShort((short) (length - 20 > 0xffff ? 0 : length - 20))
                        .putShort((short) 0);
            }
            out.write(packet.put(payload).array());
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    @Test
    void hugeDatagramsOfUndecidedFlows() throws Exception {
        Path file = folder.resolve("huge.pcap.gz");
        try (Flood flood = new Flood(file)) {
            for (int client = 0; client < 400; client++) {
                flood.send(client, UDP, 40_000, new byte[1_000_000]);
            }
        }
        Ended run = periplus("128m", "replay", "-q", "-o", "json", file.toString());
        assertEquals(0, run.status, run.err);
        assertEquals(400, ((Number) run.counters().get("flows")).intValue());
        assertTrue(
                ((Number) run.counters().get("inspections-cut")).intValue() > 100,
                run.counters().toString());
    }

    @Test
    void unfinishedLinesOfManyFlows() throws Exception {
        Path file = folder.resolve("ftp.pcap.gz");
        byte[] login = "USER anonymous\r\nPASS x\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] unfinished = new byte[24 + 1000];
        System.arraycopy(login, 0, unfinished, 0, login.length);
        try (Flood flood = new Flood(file)) {
            for (int client = 0; client < 60_000; client++) {
                flood.send(client, TCP, 21, unfinished);
            }
        }
        Ended run = periplus("64m", "replay", "-q", "-o", "json", file.toString());
        assertTrue(run.status == 0 || run.status == 4, run.status + " " + run.err);
        assertEquals(60_000, ((Number) run.counters().get("flows")).intValue());
    }

    @Test
    void moreFlowsThanFit() throws Exception {
        Path file = folder.resolve("flows.pcap.gz");
        try (Flood flood = new Flood(file)) {
            for (int client = 0; client < 300_000; client++) {
                flood.send(client, UDP, 40_000, new byte[3]);
            }
        }
        Ended run = periplus("64m", "replay", "-q", "-o", "json", file.toString());
        assertEquals(Exit.PARTIAL.status(), run.status, run.err);
        assertEquals(300_000, ((Number) run.counters().get("flows")).intValue());
        assertTrue(((Number) run.counters().get("flows.evicted")).intValue() > 200_000);
    }

    @Test
    void aHeapThatHoldsNothingEndsWithASentence() throws Exception {
        Ended run = periplus("10m", "replay", "captures");
        assertEquals(Exit.FAILED.status(), run.status, run.err);
        assertEquals(
                1,
                run.err
                        .lines()
                        .filter(line -> line.startsWith("periplus: out of memory: the heap of"))
                        .count());
        assertFalse(run.err.contains("Exception"), run.err);
    }

    @Test
    void aJvmWithAnotherHeapStartsTheOneThatIsAskedFor() throws Exception {
        Path file = folder.resolve("flows.pcap.gz");
        try (Flood flood = new Flood(file)) {
            for (int client = 0; client < 200_000; client++) {
                flood.send(client, UDP, 40_000, new byte[3]);
            }
        }
        Ended run = periplus("1g", "replay", "-q", "--memory", "64m", "-o", "json", file.toString());
        assertEquals(Exit.PARTIAL.status(), run.status, run.err);
        Ended wrong = periplus("128m", "replay", "--memory", "much", file.toString());
        assertEquals(Exit.USAGE.status(), wrong.status, wrong.err);
        assertEquals(1, wrong.err.lines().count(), wrong.err);
    }
}

package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleFolder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packets that hosts ignore, repeat or reorder do not change what a flow is said to be. */
class EvasionTest {
    private static final int CLIENT = 0x0a000001;
    private static final int SERVER = 0x0a000002;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SYN = 2;
    private static final int ACK = 16;
    private static final String HELLO = "SSH-2.0-OpenSSH_9.3\r\n";
    private static final String ANSWER = "SSH-2.0-OpenSSH_8.9\r\n";
    private static final String FORGED = "GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n";
    private static final String FORGED_ANSWER = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n";

    /** How the sender fills in the checksum. */
    private enum Checksum {
        RIGHT,
        WRONG,
        /** Left to the network card: the sum of the pseudo-header. */
        OFFLOADED
    }

    @TempDir
    Path folder;

    private final ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private Checksum usual = Checksum.RIGHT;
    private long millis = 1_700_000_000_000L;

    private void send(boolean client, int protocol, long sequence, int flags, String text, Checksum checksum) {
        byte[] payload = text.getBytes(StandardCharsets.ISO_8859_1);
        int header = protocol == TCP ? 20 : 8;
        int length = header + payload.length;
        ByteBuffer ip = ByteBuffer.allocate(20 + length);
        ip.putShort((short) 0x4500).putShort((short) (20 + length)).putInt(0);
        ip.put((byte) 64).put((byte) protocol).putShort((short) 0);
        ip.putInt(client ? CLIENT : SERVER).putInt(client ? SERVER : CLIENT);
        ip.putShort(10, (short) ~sum(ip.array(), 0, 20, 0));
        ip.putShort((short) (client ? 40_000 : 3251)).putShort((short) (client ? 3251 : 40_000));
        if (protocol == TCP) {
            ip.putInt((int) sequence)
                    .putInt(1)
                    .putShort((short) (0x5000 | flags))
                    .putShort((short) 1000);
        } else {
            ip.putShort((short) length);
        }
        int field = ip.position();
        ip.position(20 + header);
        ip.put(payload);
        int pseudo = sum(ip.array(), 12, 8, protocol + length);
        int right = ~sum(ip.array(), 20, length, pseudo) & 0xffff;
        ip.putShort(field, (short)
                switch (checksum) {
                    case RIGHT -> right;
                    case WRONG -> right ^ 0x5555;
                    case OFFLOADED -> pseudo;
                });
        out.putInt((int) (millis / 1000)).putInt((int) (millis % 1000 * 1000));
        out.putInt(20 + length).putInt(20 + length).put(ip.array());
        millis += 10;
    }

    private static int sum(byte[] bytes, int from, int length, int start) {
        int sum = start;
        for (int i = 0; i < length; i++) {
            sum += (bytes[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    private void handshake() {
        send(true, TCP, 0, SYN, "", usual);
        send(false, TCP, 0, SYN | ACK, "", usual);
        send(true, TCP, 1, ACK, "", usual);
    }

    private void says(boolean client, int offset, String text) {
        send(client, TCP, 1 + offset, ACK, text, usual);
    }

    private FlowRecord read() throws Exception {
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(0xffff)
                .putInt(101);
        Path file = folder.resolve("evasion.pcap");
        byte[] packets = new byte[out.position()];
        out.get(0, packets);
        Files.write(file, header.array());
        Files.write(file, packets, StandardOpenOption.APPEND);
        RuleSet rules = Knowledge.ruleLoader().packaged().load();
        Engine.Settings settings =
                Engine.Settings.of(RuleFolder.read(null, packaged -> Knowledge.load(rules, packaged, false)), 1);
        List<FlowRecord> records = new ArrayList<>();
        try (Engine engine = new Engine(settings);
                CaptureSet set = new CaptureSet(List.of(file.toString()), CaptureOptions.everything())) {
            engine.run(set, capture -> "evasion.pcap", records::add);
            out.clear();
        }
        assertEquals(1, records.size());
        return records.get(0);
    }

    private void isSsh() throws Exception {
        assertEquals("ssh", read().verdict().label());
    }

    @Test
    void segmentsWithAWrongChecksumAreIgnored() throws Exception {
        for (int forged = 1; forged <= 8; forged++) {
            handshake();
            for (int i = 0; i < forged; i++) {
                send(true, TCP, 1, ACK, FORGED, Checksum.WRONG);
            }
            says(true, 0, HELLO);
            send(false, TCP, 1, ACK, FORGED_ANSWER, Checksum.WRONG);
            says(false, 0, ANSWER);
            isSsh();
        }
    }

    /** Nothing is known of the sender yet: what the forged segments seemed to say is forgotten. */
    @Test
    void theFirstRightChecksumRefutesWrongOnes() throws Exception {
        send(true, TCP, 1, ACK, FORGED, Checksum.WRONG);
        send(true, TCP, 1, ACK, HELLO, Checksum.RIGHT);
        send(false, TCP, 1, ACK, ANSWER, Checksum.RIGHT);
        isSsh();
        send(true, UDP, 0, 0, FORGED, Checksum.WRONG);
        send(
                true,
                UDP,
                0,
                0,
                "\u0012\u0034\u0001\u0000\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000"
                        + "\u0003www\u0007example\u0003org\u0000\u0000\u0001\u0000\u0001",
                Checksum.RIGHT);
        send(
                false,
                UDP,
                0,
                0,
                "\u0012\u0034\u0081\u0080\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000"
                        + "\u0003www\u0007example\u0003org\u0000\u0000\u0001\u0000\u0001",
                Checksum.RIGHT);
        assertEquals("dns", read().verdict().label());
    }

    /** Addresses were changed after the capture, or the network card computes the checksums. */
    @Test
    void whereNoChecksumIsRightTheyMeanNothing() throws Exception {
        for (Checksum all : new Checksum[] {Checksum.WRONG, Checksum.OFFLOADED}) {
            usual = all;
            handshake();
            says(true, 0, HELLO);
            says(false, 0, ANSWER);
            isSsh();
        }
    }

    @Test
    void repeatedBytesDoNotUseUpTheInspection() throws Exception {
        handshake();
        for (int i = 0; i < 60; i++) {
            says(true, 0, "S");
        }
        says(true, 0, HELLO);
        says(false, 0, ANSWER);
        isSsh();
    }

    @Test
    void neitherDoTinySegments() throws Exception {
        handshake();
        String hello = HELLO.replace("\r\n", " " + "c".repeat(30) + "\r\n");
        for (int i = 0; i < hello.length(); i++) {
            says(true, i, hello.substring(i, i + 1));
        }
        for (int i = 0; i < ANSWER.length(); i++) {
            says(false, i, ANSWER.substring(i, i + 1));
        }
        isSsh();
    }

    @Test
    void segmentsMayArriveBackwards() throws Exception {
        handshake();
        for (int i = HELLO.length() - 1; i >= 0; i--) {
            says(true, i, HELLO.substring(i, i + 1));
        }
        for (int i = ANSWER.length() - 1; i >= 0; i--) {
            says(false, i, ANSWER.substring(i, i + 1));
        }
        isSsh();
    }

    @Test
    void whatWasNotLookedAtIsNotSaidToMatchNoRule() throws Exception {
        handshake();
        for (int i = 0; i < 200; i++) {
            says(true, 100 + 10 * i, "abcdefgh");
        }
        says(false, 0, "whatever it is");
        assertEquals(Verdict.Unknown.GAP, read().verdict().unknownBecause());
        handshake();
        says(false, 0, "?");
        for (int i = 0; i < 1000; i++) {
            says(true, 0, "!");
        }
        says(true, 1, HELLO);
        says(false, 1, ANSWER);
        assertEquals(Verdict.Unknown.BUDGET, read().verdict().unknownBecause());
    }
}

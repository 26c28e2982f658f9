package dev.periplus.capture;

import static dev.periplus.capture.CaptureBytes.payload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketFilterTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needsLibpcap() {
        assumeTrue(Libpcap.isThere(), "libpcap is not installed");
    }

    /** An IPv4 UDP packet to a port, without a link layer. */
    private static byte[] udp(int port) {
        return ByteBuffer.allocate(36)
                .put(0, (byte) 0x45)
                .putShort(2, (short) 36)
                .put(8, (byte) 64)
                .put(9, (byte) 17)
                .putInt(12, 0x0a000001)
                .putInt(16, 0x0a000002)
                .putShort(20, (short) 5000)
                .putShort(22, (short) port)
                .putShort(24, (short) 16)
                .array();
    }

    private static byte[] ethernet(byte[] packet) {
        return CaptureBytes.join(new byte[12], new byte[] {8, 0}, packet);
    }

    private static Reading read(String filter, long maxPackets, CaptureBytes capture) {
        return Reading.of(
                List.of("-"),
                new CaptureOptions(filter, 0, maxPackets),
                new ByteArrayInputStream(capture.bytes()),
                4096);
    }

    @Test
    void passesWhatTheExpressionWantsAndCountsTheRest() {
        CaptureBytes capture = new CaptureBytes(ByteOrder.LITTLE_ENDIAN)
                .pcapHeader(PcapRecords.MICROSECONDS, 65535, 1)
                .pcap(1, 0, 50, ethernet(udp(3248)))
                .pcap(2, 0, 50, ethernet(udp(53)))
                .pcap(3, 0, 0, payload(0, 0))
                .pcap(4, 0, 50, ethernet(udp(3248)));
        Reading reading = read("udp port 3248", 0, capture);
        assertEquals(
                List.of(1L, 4L),
                reading.packets.stream().map(Reading.Seen::number).toList());
        assertEquals(2, reading.outcome().packets());
        assertEquals(2, reading.outcome().filtered());
        assertEquals(1, read("udp port 3248", 1, capture).packets.size());
    }

    @Test
    void hasAProgramForEachLinkType() {
        CaptureBytes capture =
                new CaptureBytes(ByteOrder.BIG_ENDIAN).section().describe(1, 0).describe(101, 0);
        for (int i = 0; i < 3; i++) {
            capture.enhanced(0, i, 50, ethernet(udp(3248 + i))).enhanced(1, i, 36, udp(3248 + i));
        }
        Reading reading = read("dst port 3249", 0, capture);
        assertEquals(
                List.of(1, 101),
                reading.packets.stream().map(Reading.Seen::linkType).toList());
        assertEquals(4, reading.outcome().filtered());
    }

    @Test
    void tellsLibpcapsWordsOnABadExpression() {
        FilterException e = assertThrows(FilterException.class, () -> new PacketFilter("port port port").close());
        assertTrue(String.valueOf(e.getMessage()).contains("syntax error"), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains("port port port"), e.getMessage());
    }

    @Test
    void endsACaptureWhoseLinkTypeTheExpressionDoesNotFit() {
        CaptureBytes capture = new CaptureBytes(ByteOrder.BIG_ENDIAN)
                .section()
                .describe(1, 0)
                .describe(105, 0)
                .enhanced(1, 1, 50, payload(50, 1))
                .enhanced(0, 1, 50, ethernet(udp(1)));
        Reading reading = read("wlan type mgt or wlan type ctl", 0, capture);
        assertTrue(
                reading.outcome().damage().cause().contains("does not work for Ethernet: "),
                reading.outcome().problem());
    }

    @Test
    void takesPacketsOfAnyLength() throws FilterException {
        try (PacketFilter filter = new PacketFilter("len >= 128")) {
            for (int length : new int[] {0, 1, 127, 128, 129, 255, 256, 65535, 1 << 20}) {
                byte[] packet = new byte[length];
                assertEquals(length >= 128, filter.accepts(packet, 0, length, length, 1), "length " + length);
            }
        }
    }

    @Test
    void withoutLibpcapFilesAreReadAndAFilterNamesThePackage() throws Exception {
        byte[] bytes =
                Samples.pcap(ByteOrder.BIG_ENDIAN, PcapRecords.NANOSECONDS).bytes();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.pcap4j.core.pcapLibName=no-such-library",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FilterWithoutLibpcap.class.getName(),
                        Files.write(folder.resolve("a"), bytes).toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor());
        assertEquals("5 packets", lines.get(0));
        assertTrue(lines.get(1).contains("install the package libpcap0.8"), lines.get(1));
    }
}

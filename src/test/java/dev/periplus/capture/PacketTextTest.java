package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketTextTest {
    private static final int IPV6 = 40;

    /** TCP with an option of unknown kind and no data, which pcap4j refuses to print. */
    private static final String UNKNOWN_OPTION =
            "4500002c00010000400600000a0000010a0000020cb303e8" + "0000000100000001601803e800000000fd020101";

    @Test
    void aPacketIsDescribedByLayers() {
        String plain = UNKNOWN_OPTION.replace("fd020101", "01010101");
        String words = String.join("\n", PacketText.of(HexFormat.of().parseHex(plain), LinkTypes.RAW));
        assertEquals("""
                IPv4      10.0.0.1 → 10.0.0.2, TCP, TTL 64, 44 bytes
                TCP       3251 → 1000, PSH ACK, sequence 1
                payload   0 bytes""", words);
    }

    @Test
    void optionsThatTheDecoderDoesNotKnowDoNotMatter() {
        List<String> lines = PacketText.of(HexFormat.of().parseHex(UNKNOWN_OPTION), LinkTypes.RAW);
        assertEquals("TCP       3251 → 1000, PSH ACK, sequence 1", lines.get(1));
    }

    @ParameterizedTest
    @CsvSource({"60, 8", "0, 8", "60, 1000"})
    void headersInHeadersAreCut(int header, int kilobytes) {
        byte[] bytes = new byte[kilobytes << 10];
        ByteBuffer packet = ByteBuffer.wrap(bytes);
        packet.putInt(0x60000000).putShort((short) (bytes.length - IPV6)).put((byte) header);
        for (int at = IPV6; at < bytes.length; at += Long.BYTES) {
            bytes[at] = (byte) header;
        }
        List<String> lines = PacketText.of(bytes, LinkTypes.RAW);
        assertTrue(lines.get(0).startsWith("IPv6 "), lines.get(0));
        assertTrue(lines.size() > 1 && lines.size() < 20, "" + lines.size());
    }

    @ParameterizedTest
    @CsvSource({"8100", "8847"})
    void tagsInTagsAreCut(String type) {
        byte[] bytes = HexFormat.of().parseHex("020000000001020000000002" + (type + "0000").repeat(15_000));
        assertFalse(PacketText.of(bytes, LinkTypes.ETHERNET).isEmpty());
    }

    @Test
    void noBytesAreTooMuch() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] links = {LinkTypes.ETHERNET, LinkTypes.RAW, LinkTypes.IEEE_802_11_RADIOTAP, LinkTypes.LINUX_SLL, 7777};
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = HexFormat.of().parseHex(UNKNOWN_OPTION.repeat(1 + random.nextInt(3)));
            for (int changes = random.nextInt(12); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int link = links[random.nextInt(links.length)];
            try {
                assertFalse(PacketText.of(bytes, link).isEmpty());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}

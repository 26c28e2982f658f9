package dev.periplus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;

/** Verifies the checksums of untagged Ethernet frames with IPv4, as far as the frames were captured. */
final class SumCheck {
    private static final int ETHERNET = 14;

    private SumCheck() {}

    static void right(CapturedPacket packet) {
        byte[] bytes = packet.bytes();
        if (bytes.length < 34 || InternetChecksum.u16(bytes, 12) != 0x0800) {
            return;
        }
        int header = (bytes[ETHERNET] & 0xf) * 4;
        assertEquals(0, InternetChecksum.of(InternetChecksum.sum(bytes, ETHERNET, header)), "IP header of " + packet);
        int protocol = bytes[ETHERNET + 9];
        int at = ETHERNET + header;
        int length = InternetChecksum.u16(bytes, ETHERNET + 2) - header;
        boolean fragment = (InternetChecksum.u16(bytes, ETHERNET + 6) & 0x3fff) != 0;
        boolean whole = at + length <= bytes.length && !fragment;
        boolean summed =
                protocol == Packet.TCP || protocol == Packet.UDP && whole && InternetChecksum.u16(bytes, at + 6) != 0;
        if (whole && summed) {
            long sum = InternetChecksum.sum(bytes, ETHERNET + 12, 8) + protocol + length;
            assertEquals(0, InternetChecksum.of(sum + InternetChecksum.sum(bytes, at, length)), "payload of " + packet);
        }
    }
}

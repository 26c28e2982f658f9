package dev.periplus.decode;

import static dev.periplus.decode.Frames.A;
import static dev.periplus.decode.Frames.A6;
import static dev.periplus.decode.Frames.B;
import static dev.periplus.decode.Frames.B6;
import static dev.periplus.decode.Frames.ethernet;
import static dev.periplus.decode.Frames.fragmentHeader;
import static dev.periplus.decode.Frames.ipv4;
import static dev.periplus.decode.Frames.ipv6;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShardHashTest {
    @Test
    void bothDirectionsAllProtocolsAndFragmentsOfTwoHostsShareAHash() {
        int hash = hash(ipv4(17, A, B, pattern(30)));
        assertNotEquals(0, hash);
        assertEquals(hash, hash(ipv4(6, B, A, pattern(50))));
        assertEquals(hash, hash(ipv4(17, A, B, 9, 0x2010, pattern(50))));
        assertEquals(hash, hash(ipv4(4, B, A, ipv4(17, "9.9.9.9", B, pattern(20)))));
        int six = hash(ipv6(6, A6, B6, pattern(30)));
        assertEquals(six, hash(ipv6(44, B6, A6, fragmentHeader(17, 8, true, 1, pattern(30)))));
        assertNotEquals(hash, six);
    }

    @Test
    void whatTheDecoderFindsIpInHasAHash() {
        byte[] frame = ethernet(EtherType.IPV4, ipv4(17, A, B, pattern(30)));
        for (int captured = 0; captured <= frame.length; captured++) {
            int hash = ShardHash.addressHash(frame, 0, captured, 1);
            assertEquals(captured >= 34, hash != 0, "captured " + captured);
        }
        assertEquals(0, hash(slice(ipv6(6, A6, B6, pattern(30)), 0, 39)));
    }

    @Test
    void hostsSpreadOverTheShards() {
        int[] counts = new int[4];
        for (int i = 0; i < 4000; i++) {
            counts[hash(ipv4(6, "10.0." + (i >> 8) + "." + (i & 0xff), B, pattern(20))) & 3]++;
        }
        for (int count : counts) {
            assertTrue(count > 800 && count < 1200, () -> java.util.Arrays.toString(counts));
        }
    }

    private static int hash(byte[] packet) {
        return ShardHash.addressHash(packet, 0, packet.length, 101);
    }
}

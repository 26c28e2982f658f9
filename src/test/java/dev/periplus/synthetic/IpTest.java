package dev.periplus.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IpTest {
    private static final Endpoint FROM = new Endpoint("10.0.0.1", 4000);
    private static final Endpoint TO = new Endpoint("10.0.0.2", 53);

    private final byte[] payload = Bytes.random(new Random(7), 1501);

    @Test
    void headerChecksumSumsToZero() {
        byte[] packet = Ip.packet(FROM.ip(), TO.ip(), Ip.UDP, 9, payload);
        assertEquals(0, Checksum.of(Arrays.copyOf(packet, 20)));
    }

    @Test
    void datagramAndSegmentSumToZeroWithTheirPseudoHeader() {
        byte[] datagram = Ip.udp(FROM, TO, payload);
        byte[] segment = Ip.tcp(FROM, TO, 5, 6, Ip.ACK, new byte[0], payload);
        assertEquals(0, Checksum.of(pseudoHeader(Ip.UDP, datagram.length), datagram));
        assertEquals(0, Checksum.of(pseudoHeader(Ip.TCP, segment.length), segment));
    }

    @Test
    void fragmentsCarryThePayloadInOrderAndAllButTheLastSayMore() {
        List<byte[]> fragments = Ip.fragments(FROM.ip(), TO.ip(), Ip.UDP, 9, payload, 512);
        byte[] together = new byte[0];
        for (byte[] fragment : fragments) {
            int field = (fragment[6] & 0xff) << 8 | fragment[7] & 0xff;
            assertEquals(together.length / 8, field & 0x1fff);
            together = Bytes.join(together, Arrays.copyOfRange(fragment, 20, fragment.length));
            assertEquals(together.length < payload.length ? 0x2000 : 0, field & 0xe000);
        }
        assertEquals(3, fragments.size());
        assertArrayEquals(payload, together);
    }

    private static byte[] pseudoHeader(int protocol, int length) {
        return new Bytes().hex("0a000001 0a000002").u32(protocol).u32(length).array();
    }
}

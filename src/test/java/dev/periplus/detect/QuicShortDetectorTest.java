package dev.periplus.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.flow.ExchangeFixture;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuicShortDetectorTest {
    private static final int SHORT = 0x40;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final QuicShortDetector detector = new QuicShortDetector();
    private final RecordingTrail trail = new RecordingTrail();
    private final ExchangeFixture exchange = new ExchangeFixture(true);

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] datagram(int first, byte[] id, byte[] rest) {
        byte[] datagram = new byte[1 + id.length + rest.length];
        datagram[0] = (byte) first;
        System.arraycopy(id, 0, datagram, 1, id.length);
        System.arraycopy(rest, 0, datagram, 1 + id.length, rest.length);
        return datagram;
    }

    private Next client(byte[] datagram) {
        return detector.inspect(exchange.client(datagram), trail);
    }

    @Test
    void oneConnectionIdAmongRandomBytesIsQuic() {
        byte[] id = {0x11, 0x72, (byte) 0x84, 0x22, 0x7e, 0x5c, (byte) 0xd0, 0x01};
        for (int i = 0; i < 3; i++) {
            client(datagram(SHORT + 7 * i, id, bytes(30 + i)));
        }
        assertTrue(trail.found.isEmpty(), "three may be chance");
        for (int i = 3; i < 8; i++) {
            client(datagram(SHORT + 7 * i, id, bytes(30 + i)));
        }
        assertTrue(trail.weight("quic") >= 45, trail.weight("quic") + ", seed " + seed);
    }

    @Test
    void theServerMayHaveNoIdToRepeat() {
        byte[] id = {0x11, 0x72, (byte) 0x84, 0x22, 0x7e, 0x5c, (byte) 0xd0, 0x01, 0x33, 0x44, 0x55, 0x66};
        for (int i = 0; i < 8; i++) {
            client(datagram(SHORT + 5 * i, id, bytes(40)));
            detector.inspect(exchange.server(datagram(SHORT + random.nextInt(64), new byte[0], bytes(60))), trail);
        }
        assertTrue(trail.weight("quic") >= 45, trail.weight("quic") + ", seed " + seed);
    }

    @Test
    void randomBytesAloneAreNothing() {
        Next next = Next.MORE;
        for (int i = 0; i < 40 && next == Next.MORE; i++) {
            next = client(datagram(SHORT + random.nextInt(64), new byte[0], bytes(50)));
        }
        assertEquals(0, trail.weight("quic"), "seed " + seed);
    }

    @Test
    void aTypeThatStaysIsAnotherProtocols() {
        byte[] id = bytes(8);
        for (int i = 0; i < 8; i++) {
            client(datagram(SHORT, id, bytes(40)));
        }
        assertEquals(0, trail.weight("quic"), "seed " + seed);
    }

    @Test
    void bytesThatAreNotRandomAreAnotherProtocols() {
        byte[] id = {0x11, 0x72, (byte) 0x84, 0x22, 0x7e, 0x5c, (byte) 0xd0, 0x01};
        for (int i = 0; i < 8; i++) {
            client(datagram(SHORT + i, id, "a line of text about nothing at all".getBytes(StandardCharsets.US_ASCII)));
        }
        assertEquals(0, trail.weight("quic"));
        byte[] zeros = new byte[8];
        for (int i = 0; i < 8; i++) {
            client(datagram(SHORT + i, zeros, bytes(40)));
        }
        assertEquals(0, trail.weight("quic"));
    }

    @Test
    void aLaterPacketOfAnotherFormTakesItBack() {
        byte[] id = {0x11, 0x72, (byte) 0x84, 0x22, 0x7e, 0x5c, (byte) 0xd0, 0x01};
        for (int i = 0; i < 5; i++) {
            client(datagram(SHORT + 7 * i, id, bytes(40)));
        }
        assertTrue(trail.weight("quic") > 40, "seed " + seed);
        assertEquals(Next.DONE, client(datagram(0x13, id, bytes(40))));
        assertEquals(0, trail.weight("quic"), "seed " + seed);
    }

    @Test
    void typesAreAnotherProtocols() {
        byte[] id = {0x11, 0x72, (byte) 0x84, 0x22, 0x7e, 0x5c, (byte) 0xd0, 0x01};
        Next next = Next.MORE;
        for (int i = 0; i < 8 && next == Next.MORE; i++) {
            next = client(datagram(SHORT + i % 4, id, bytes(40)));
        }
        assertEquals(0, trail.weight("quic"), "seed " + seed);
    }

    @Test
    void moreInCommonThanAnIdIsAnotherProtocols() {
        byte[] id = new byte[21];
        for (int i = 0; i < id.length; i++) {
            id[i] = (byte) (i * 29 + 3);
        }
        for (int i = 0; i < 8; i++) {
            client(datagram(SHORT + i, id, bytes(40)));
        }
        assertEquals(0, trail.weight("quic"));
    }

    @Test
    void itEndsAfterTheFirstDatagrams() {
        Next next = Next.MORE;
        int said = 0;
        while (next == Next.MORE && said < 40) {
            next = client(datagram(SHORT + random.nextInt(64), new byte[0], bytes(50)));
            said++;
        }
        assertTrue(said <= 16, said + " datagrams");
    }
}

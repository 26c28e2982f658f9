package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Evidence;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GatheredTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Evidence made(Said said, int offset, int length) {
        return Gathered.made(Evidence.Kind.DETECTOR, "http", 95, "a request line", "http", said, offset, length);
    }

    /** Whoever looks at the named packet, from the named offset on, finds all of the bytes there. */
    @Test
    void theBytesOfEvidenceEndWithTheirPacket() {
        ExchangeFixture exchange =
                new ExchangeFixture(false).client(ascii("GET /a HT")).client(ascii("TP/1.1\r\n\r\n"));
        Said said = exchange.said(Role.CLIENT);
        assertArrayEquals(ascii("GET /a HT"), made(said, 0, 15).bytes());
        assertArrayEquals(ascii("/a HT"), made(said, 4, 11).bytes());
        assertArrayEquals(ascii("/1.1"), made(said, 11, 4).bytes());
        assertEquals(said.packetOf(11), made(said, 11, 4).packet());
    }
}

package dev.periplus.classify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.NamedService;
import dev.periplus.flow.ExchangeFixture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NameBytesTest {
    private static final NamedService SERVER_NAME = new NamedService("example", "www.example.com", "tls.sni");

    private static byte[] text(String text) {
        return text.getBytes(US_ASCII);
    }

    @Test
    void theNamesPacketAndBytesAreTheEvidence() {
        ExchangeFixture exchange =
                new ExchangeFixture(false).client(text("......")).client(text("host: WWW.example.com;"));
        Evidence piece = NameBytes.evidence(SERVER_NAME, exchange);
        assertEquals(Evidence.Kind.APPLICATION, piece.kind());
        assertEquals("example", piece.label());
        assertEquals("TLS server name www.example.com", piece.says());
        assertEquals("services/example", piece.rule());
        assertEquals(2, piece.packet());
        assertEquals(ExchangeFixture.FRAME_OFFSET + 6, piece.offset());
        assertArrayEquals(text("WWW.example.com"), piece.bytes());
    }

    @Test
    void lengthsOfLabelsStandForDots() {
        byte[] query = text("\u0003www\u0007example\u0003com\u0000");
        Evidence piece = NameBytes.evidence(
                new NamedService("example", "www.example.com", "dns.query"), new ExchangeFixture(true).client(query));
        assertArrayEquals(Arrays.copyOfRange(query, 1, 16), piece.bytes());
    }

    @Test
    void ofANameThatIsNotInTheClearTheMessageIsShown() {
        ExchangeFixture exchange = new ExchangeFixture(true).client(new byte[1200]);
        Evidence piece = NameBytes.evidence(new NamedService("example", "www.example.com", "quic.sni"), exchange);
        assertEquals(1, piece.packet());
        assertArrayEquals(new byte[32], piece.bytes());
    }

    @Test
    void bytesEndWithTheirPacket() {
        ExchangeFixture exchange =
                new ExchangeFixture(false).client(text("host www.exa")).client(text("mple.com"));
        assertArrayEquals(
                text("www.exa"), NameBytes.evidence(SERVER_NAME, exchange).bytes());
    }
}

package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.classify.Detector.Next;
import dev.periplus.flow.ExchangeFixture;
import org.junit.jupiter.api.Test;

final class QuicVersionTest {
    private static final byte[] SOURCE = hex("1122334455");
    private static final String DRAFTS_23_TO_28 = "c3eef712c72ebb5a11a7d2432bb46365bef9f502";
    private static final String DRAFTS_29_TO_32 = "afbfec289993d24c9e9786f19c6111e04390a899";
    private static final String DRAFTS_33_AND_34 = "38762cf7f55934b34d179ae6a4c80cadccbb7f0a";

    private final QuicDetector detector = new QuicDetector();

    private static byte[] initial(int version, String salt, int number, byte[] frames) {
        byte[] padded = QuicPackets.padded(frames, Math.max(1100, frames.length));
        return QuicPackets.initial(version, 0, hex(salt), "quic ", QuicPackets.DESTINATION, SOURCE, number, padded);
    }

    @Test
    void everyDraftIsOpenedWithItsSalt() {
        for (int draft = 23; draft <= 34; draft++) {
            String salt = draft <= 28 ? DRAFTS_23_TO_28 : draft <= 32 ? DRAFTS_29_TO_32 : DRAFTS_33_AND_34;
            byte[] packet = initial(0xff000000 + draft, salt, 0, QuicPackets.CRYPTO_FRAME);
            RecordingTrail trail = DetectorInput.inspect(detector, true, packet, null);
            assertEquals("example.com", trail.first("quic.sni"), "draft " + draft);
            assertEquals("alpn", trail.first("quic.alpn"));
            assertEquals("q13d0211an", trail.first("quic.ja4").substring(0, 10));
            assertEquals("draft-" + draft, trail.first("quic.version"));
            assertEquals(120, trail.weight("quic"));
        }
    }

    @Test
    void googlesLastVersionsAreOpened() {
        byte[] hello = join(ascii("CHLO"), hex("0100 0000"), ascii("SNI\0"), hex("0b000000"), ascii("example.org"));
        byte[] frame = QuicPackets.crypto(hello, 0, hello.length);
        RecordingTrail q050 = DetectorInput.inspect(
                detector, true, initial(0x51303530, "504574efd066fe2f9d945cfcdbd3a7f0d3b56b45", 0, frame), null);
        assertEquals("Q050", q050.first("quic.version"));
        assertEquals("example.org", q050.first("quic.sni"));
        assertEquals(120, q050.weight("quic"));
        byte[] t051 = initial(0x54303531, "7a4edef4e7ccee5fa4506c19124fc8ccda6e033d", 0, QuicPackets.CRYPTO_FRAME);
        assertEquals(
                "example.com", DetectorInput.inspect(detector, true, t051, null).first("quic.sni"));
    }

    @Test
    void aHelloLargerThanAPacketIsPutTogether() {
        byte[] share = TlsMessages.extension(51, new byte[1900]);
        byte[] message = TlsMessages.handshake(
                1,
                TlsMessages.clientHello(
                        0x0303, share, TlsMessages.serverName("example.org"), TlsMessages.protocols("h3")));
        ExchangeFixture exchange = new ExchangeFixture(true);
        RecordingTrail trail = new RecordingTrail();
        int number = 0;
        for (int at = 0; at < message.length; at += 700) {
            assertNull(trail.first("quic.sni"));
            byte[] frame = QuicPackets.crypto(message, at, Math.min(at + 700, message.length));
            Next next = detector.inspect(exchange.client(initial(1, DRAFTS_33_AND_34, number++, frame)), trail);
            assertEquals(at + 700 < message.length ? Next.MORE : Next.DONE, next);
        }
        assertEquals("example.org", trail.first("quic.sni"));
        assertEquals("h3", trail.first("quic.alpn"));
        assertEquals(120, trail.weight("quic"));
    }

    @Test
    void otherNumbersHaveNoSalt() {
        for (int version : new int[] {3, 0xff000015, 0xff000023, 0x0a1a2a3a}) {
            assertNull(QuicVersion.salt(version));
        }
        assertEquals("0xff000015", QuicVersion.name(0xff000015));
    }
}

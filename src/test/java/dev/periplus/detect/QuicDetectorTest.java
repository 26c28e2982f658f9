package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Role;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class QuicDetectorTest {
    private static final byte[] RFC9001 = QuicPackets.resource("rfc9001-a2-client-initial.hex");
    private static final byte[] RFC9369 = QuicPackets.resource("rfc9369-a2-client-initial.hex");

    /** The server's reply in RFC 9001 appendix A.3, and the Retry packet of A.4. */
    private static final byte[] RFC9001_SERVER =
            hex("cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816"
                    + "b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf"
                    + "9c73cc3f"
                    + "3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074"
                    + "ee");

    private static final byte[] RETRY = hex("ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba");
    private static final byte[] SOURCE = hex("1122334455");

    private final QuicDetector detector = new QuicDetector();

    private RecordingTrail inspect(byte[] request, byte[] reply) {
        return DetectorInput.inspect(detector, true, request, reply);
    }

    @Test
    void opensTheInitialOfRfc9001() {
        RecordingTrail trail = inspect(RFC9001, null);
        assertEquals(120, trail.weight("quic"));
        assertEquals("example.com", trail.first("quic.sni"));
        assertEquals("alpn", trail.first("quic.alpn"));
        assertEquals("1", trail.first("quic.version"));
        assertEquals("q13d0211an", trail.first("quic.ja4").substring(0, 10));
        assertEquals(
                "decrypted Initial: QUIC 1 ClientHello for example.com, offering 1.3",
                trail.found.get(0).says());
        assertEquals(Role.SERVER, trail.server);
    }

    @Test
    void opensTheInitialOfRfc9369() {
        RecordingTrail trail = inspect(RFC9369, null);
        assertEquals(120, trail.weight("quic"));
        assertEquals("example.com", trail.first("quic.sni"));
        assertEquals("2", trail.first("quic.version"));
    }

    @Test
    void opensTheInitialsOfDrafts() {
        String[] salts = {
            "7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a",
            "c3eef712c72ebb5a11a7d2432bb46365bef9f502",
            "afbfec289993d24c9e9786f19c6111e04390a899",
            "38762cf7f55934b34d179ae6a4c80cadccbb7f0a"
        };
        int[] versions = {0xff000016, 0xff00001b, 0xff00001d, 0xff000022};
        for (int i = 0; i < salts.length; i++) {
            byte[] packet = QuicPackets.initial(
                    versions[i],
                    0,
                    hex(salts[i]),
                    "quic ",
                    QuicPackets.DESTINATION,
                    SOURCE,
                    0,
                    QuicPackets.padded(QuicPackets.CRYPTO_FRAME, 1100));
            RecordingTrail trail = inspect(packet, null);
            assertEquals("example.com", trail.first("quic.sni"), "draft " + (versions[i] & 0xff));
            assertEquals("draft-" + (versions[i] & 0xff), trail.first("quic.version"));
        }
    }

    @Test
    void aPacketThatTheCaptureCutStillGivesTheName() {
        ExchangeFixture exchange = new ExchangeFixture(true);
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(exchange.speak(Role.CLIENT, Arrays.copyOf(RFC9001, 128), RFC9001.length), trail);
        assertEquals(120, trail.weight("quic"));
        assertEquals("example.com", trail.first("quic.sni"));
    }

    @Test
    void aHelloSpreadOverPacketsOutOfOrderIsPutTogether() {
        byte[] message = TlsMessages.RFC8448_CLIENT_HELLO;
        byte[] late = join(QuicPackets.crypto(message, 150, message.length), QuicPackets.crypto(message, 40, 100));
        byte[] early = join(hex("01"), QuicPackets.crypto(message, 100, 150), QuicPackets.crypto(message, 0, 40));
        ExchangeFixture exchange = new ExchangeFixture(true);
        RecordingTrail trail = new RecordingTrail();
        byte[] first = QuicPackets.initial(QuicPackets.DESTINATION, SOURCE, 0, QuicPackets.padded(late, 1000));
        assertEquals(Next.MORE, detector.inspect(exchange.client(first), trail));
        assertEquals(100, trail.weight("quic"));
        byte[] second = QuicPackets.initial(QuicPackets.DESTINATION, SOURCE, 1, QuicPackets.padded(early, 1000));
        assertEquals(Next.DONE, detector.inspect(exchange.client(second), trail));
        assertEquals("server", trail.first("quic.sni"));
        assertEquals(120, trail.weight("quic"));
    }

    @Test
    void coalescedInitialsAreAllOpened() {
        byte[] message = TlsMessages.RFC8448_CLIENT_HELLO;
        byte[] datagram = join(
                QuicPackets.initial(QuicPackets.DESTINATION, SOURCE, 0, QuicPackets.crypto(message, 0, 100)),
                QuicPackets.initial(
                        QuicPackets.DESTINATION, SOURCE, 1, QuicPackets.crypto(message, 100, message.length)));
        assertEquals("server", inspect(datagram, null).first("quic.sni"));
    }

    @Test
    void theServersPacketsAloneWeighLess() {
        RecordingTrail trail = inspect(null, RFC9001_SERVER);
        assertEquals(80, trail.weight("quic"));
        assertTrue(inspect(null, RETRY).weight("quic") < 50);
    }

    @Test
    void idsThatBothSidesUseConfirm() {
        byte[] other = hex("e5 00000001 05 1122334455 04 a0a1a2a3 4018");
        byte[] client = hex("e5 00000001 04 a0a1a2a3 05 1122334455 4018");
        assertEquals(
                120,
                inspect(join(client, new byte[24]), join(other, new byte[24])).weight("quic"));
    }

    @Test
    void versionNegotiationIsUnderstoodAndTheNextTryOpened() {
        byte[] forced =
                join(hex("c0 1a2a3a4a 08"), QuicPackets.DESTINATION, hex("05"), SOURCE, hex("00 44b0"), new byte[1200]);
        byte[] negotiation = join(
                hex("80 00000000 05"), SOURCE, hex("08"), QuicPackets.DESTINATION, hex("5a6a7a8a 00000001 ff00001d"));
        ExchangeFixture exchange = new ExchangeFixture(true);
        RecordingTrail trail = new RecordingTrail();
        assertEquals(Next.MORE, detector.inspect(exchange.client(forced), trail));
        assertEquals(Next.MORE, detector.inspect(exchange.server(negotiation), trail));
        assertEquals(120, trail.weight("quic"));
        assertEquals(Next.DONE, detector.inspect(exchange.client(RFC9001), trail));
        assertEquals("example.com", trail.first("quic.sni"));
    }

    @Test
    void anOfferOfVersionOneAloneProvesLittle() {
        byte[] zeros = hex("c0 00000000 00 00 00000001 00000000 00000005");
        assertEquals(30, inspect(zeros, null).weight("quic"));
        byte[] greased = hex("c0 00000000 00 00 00000001 1a2a3a4a");
        assertEquals(80, inspect(greased, null).weight("quic"));
    }

    @Test
    void lengthsMustFitTheDatagram() {
        byte[] packet = join(hex("e5 00000001 05 1122334455 04 a0a1a2a3 4018"), new byte[24]);
        assertEquals(80, inspect(packet, null).weight("quic"));
        assertTrue(inspect(Arrays.copyOf(packet, packet.length - 1), null).found.isEmpty());
        assertEquals(30, inspect(join(packet, ascii("\u0005more")), null).weight("quic"));
        assertEquals(30, inspect(join(packet, hex("00000105")), null).weight("quic"));
        assertEquals(80, inspect(join(packet, new byte[9]), null).weight("quic"));
        packet[5] = 21;
        assertTrue(inspect(packet, null).found.isEmpty());
    }

    @Test
    void googlesClientHelloGivesTheName() {
        byte[] hello = join(
                ascii("CHLO"),
                hex("0200 0000"),
                ascii("SNI\0"),
                hex("0b000000"),
                ascii("UAID"),
                hex("10000000"),
                ascii("example.orgagent"));
        byte[] public43 =
                join(hex("09 0102030405060708"), ascii("Q043"), hex("01"), new byte[12], hex("a0014004"), hello);
        RecordingTrail trail = inspect(public43, null);
        assertEquals(120, trail.weight("quic"));
        assertEquals("example.org", trail.first("quic.sni"));
        assertEquals("agent", trail.first("quic.agent"));
        assertEquals("Q043", trail.first("quic.version"));
        byte[] long46 = join(hex("c3"), ascii("Q046"), hex("50 0102030405060708 00000001"), new byte[12], hello);
        assertEquals("example.org", inspect(long46, null).first("quic.sni"));
    }

    @Test
    void googlesServersAreKnownByTheirAnswers() {
        byte[] reject =
                join(hex("08 0102030405060708 01"), new byte[12], hex("a0010000"), ascii("REJ\0"), new byte[40]);
        assertEquals(80, inspect(null, reject).weight("quic"));
        byte[] reset = join(hex("0a 0102030405060708"), ascii("PRST"), new byte[20]);
        assertEquals(80, inspect(null, reset).weight("quic"));
    }

    @Test
    void shortHeadersAloneAreNotNamed() {
        byte[] data = join(hex("41 0102030405060708"), new byte[100]);
        RecordingTrail trail = inspect(data, data);
        assertTrue(trail.found.isEmpty());
        assertNull(trail.first("quic.version"));
    }

    @Test
    void cutAndDamagedDatagramsAreSurvived() {
        DetectorInput.survivesEveryCut(detector, true, RFC9001, RFC9001_SERVER);
        DetectorInput.survivesDamage(detector, true, RFC9369, RETRY);
    }

    @Test
    void randomBytesAreNoQuic() {
        DetectorInput.silentOnRandomBytes(detector);
    }
}

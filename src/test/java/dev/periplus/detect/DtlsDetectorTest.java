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

final class DtlsDetectorTest {
    private static final byte[] CLIENT_BODY =
            join(hex("fefd"), new byte[32], hex("00 00 0002 c02b 0100"), extensions());
    private static final byte[] CLIENT = clear(0xfeff, 0, whole(1, 0, CLIENT_BODY));
    private static final byte[] VERIFY = clear(0xfeff, 0, whole(3, 0, hex("feff 04 01020304")));
    private static final byte[] SERVER = join(
            clear(0xfefd, 1, whole(2, 1, join(hex("fefd"), new byte[32], hex("00 c02b 00")))),
            clear(0xfefd, 2, whole(11, 2, certificate())),
            clear(0xfefd, 3, whole(14, 3, new byte[0])));

    private final DtlsDetector detector = new DtlsDetector();

    private static byte[] extensions() {
        return TlsMessages.list16(TlsMessages.serverName("example.org"));
    }

    private static byte[] certificate() {
        byte[] name = DerCertificate.name("550403", 0x0c, ascii("WebRTC"));
        byte[] certificate = DerCertificate.of(name, name);
        byte[] entry = join(TlsMessages.u24(certificate.length), certificate);
        return join(TlsMessages.u24(entry.length), entry);
    }

    private static byte[] whole(int type, int sequence, byte[] body) {
        return fragment(type, sequence, body, 0, body.length);
    }

    private static byte[] fragment(int type, int sequence, byte[] body, int from, int to) {
        return join(
                new byte[] {(byte) type},
                TlsMessages.u24(body.length),
                TlsMessages.u16(sequence),
                TlsMessages.u24(from),
                TlsMessages.u24(to - from),
                Arrays.copyOfRange(body, from, to));
    }

    private static byte[] clear(int version, int sequence, byte[] body) {
        return record(22, version, 0, sequence, body);
    }

    private static byte[] record(int type, int version, int epoch, int sequence, byte[] body) {
        return join(
                new byte[] {(byte) type},
                TlsMessages.u16(version),
                TlsMessages.u16(epoch),
                new byte[4],
                TlsMessages.u16(sequence),
                TlsMessages.list16(body));
    }

    private RecordingTrail inspect(byte[] request, byte[] reply) {
        return DetectorInput.inspect(detector, true, request, reply);
    }

    @Test
    void bothHellosGiveTheLabelAndItsFields() {
        RecordingTrail trail = inspect(CLIENT, SERVER);
        assertEquals(120, trail.weight("dtls"));
        assertEquals("example.org", trail.first("dtls.sni"));
        assertEquals("1.2", trail.first("dtls.version"));
        assertEquals("0xc02b", trail.first("dtls.cipher"));
        assertEquals("WebRTC", trail.first("dtls.subject"));
        assertEquals("dd2d0101", trail.first("dtls.ja4").substring(0, 8));
        assertEquals(Role.SERVER, trail.server);
        assertEquals(
                "DTLS ClientHello for example.org, offering 1.2",
                trail.found.get(0).says());
    }

    @Test
    void oneSideAloneWeighsLess() {
        assertEquals(90, inspect(CLIENT, null).weight("dtls"));
        assertEquals(90, inspect(null, SERVER).weight("dtls"));
        assertEquals(90, inspect(null, VERIFY).weight("dtls"));
        assertEquals(120, inspect(CLIENT, VERIFY).weight("dtls"));
    }

    @Test
    void fragmentsInAnyOrderArePutTogether() {
        int middle = CLIENT_BODY.length / 2;
        byte[] first = clear(0xfeff, 0, fragment(1, 0, CLIENT_BODY, 0, middle));
        byte[] second = clear(0xfeff, 1, fragment(1, 0, CLIENT_BODY, middle, CLIENT_BODY.length));
        for (byte[][] order : new byte[][][] {{first, second}, {second, first}}) {
            ExchangeFixture exchange = new ExchangeFixture(true);
            RecordingTrail trail = new RecordingTrail();
            detector.inspect(exchange.client(order[0]), trail);
            assertNull(trail.first("dtls.ja4"));
            detector.inspect(exchange.client(order[1]), trail);
            assertEquals("example.org", trail.first("dtls.sni"));
            assertEquals(90, trail.weight("dtls"));
        }
    }

    @Test
    void fragmentsMayOverlapAndRepeat() {
        byte[] flight = {};
        int last = CLIENT_BODY.length;
        for (int[] range : new int[][] {{30, last}, {0, 20}, {0, 20}, {10, 40}}) {
            flight = join(flight, clear(0xfeff, 0, fragment(1, 0, CLIENT_BODY, range[0], range[1])));
        }
        RecordingTrail trail = inspect(flight, null);
        assertEquals("example.org", trail.first("dtls.sni"));
        assertEquals(1, trail.metadata.get("dtls.sni").size());
        assertEquals(90, trail.weight("dtls"));
    }

    @Test
    void version10IsKnown() {
        byte[] client = join(hex("feff"), new byte[32], hex("00 00 0002 002f 0100"));
        byte[] server = join(hex("feff"), new byte[32], hex("00 002f 00"));
        RecordingTrail trail = inspect(clear(0xfeff, 0, whole(1, 0, client)), clear(0xfeff, 0, whole(2, 0, server)));
        assertEquals(120, trail.weight("dtls"));
        assertEquals("1.0", trail.first("dtls.version"));
        assertEquals("dd1i010000_", trail.first("dtls.ja4").substring(0, 11));
    }

    @Test
    void theVersionFromBeforeTheStandardIsKnown() {
        byte[] body = join(hex("0100"), new byte[32], hex("00 00 0002 0035 0100"));
        RecordingTrail trail = inspect(clear(0x0100, 0, whole(1, 0, body)), null);
        assertEquals(90, trail.weight("dtls"));
        assertEquals("before 1.0", trail.first("dtls.offered"));
    }

    @Test
    void encryptedRecordsOfVersion13FollowTheServerHello() {
        byte[] hello = whole(2, 0, TlsMessages.serverHello(0xfefd, 0x1301, TlsMessages.extension(43, hex("fefc"))));
        byte[] reply = join(clear(0xfefd, 0, hello), hex("2e 0001 0010"), new byte[16]);
        RecordingTrail trail = inspect(CLIENT, reply);
        assertEquals("1.3", trail.first("dtls.version"));
        assertEquals(120, trail.weight("dtls"));
    }

    @Test
    void encryptedRecordsAloneGiveTheLabel() {
        byte[] one = record(23, 0xfefd, 1, 77, new byte[40]);
        assertEquals(75, inspect(one, null).weight("dtls"));
        assertEquals(90, inspect(join(one, one), one).weight("dtls"));
        assertTrue(inspect(join(one, new byte[3]), null).found.isEmpty(), "records must end with the datagram");
        assertTrue(inspect(record(23, 0xfefd, 0, 77, new byte[40]), null).found.isEmpty(), "epoch 0 has no data");
    }

    @Test
    void connectionIdsMustHaveOneLengthThatFitsAll() {
        byte[] one = join(hex("19 fefd 0001 000000000005 aabbccdd 0018"), new byte[24]);
        byte[] two = join(hex("19 fefd 0001 000000000006 aabbccdd 0028"), new byte[40]);
        assertTrue(inspect(one, null).weight("dtls") <= 50);
        ExchangeFixture exchange = new ExchangeFixture(true);
        RecordingTrail trail = new RecordingTrail();
        assertEquals(Next.MORE, detector.inspect(exchange.client(one), trail));
        assertEquals(Next.DONE, detector.inspect(exchange.client(two), trail));
        assertEquals(90, trail.weight("dtls"));
    }

    @Test
    void stunMayComeFirst() {
        ExchangeFixture exchange = new ExchangeFixture(true);
        RecordingTrail trail = new RecordingTrail();
        byte[] stun = join(hex("0001 0000 2112a442"), new byte[12]);
        assertEquals(Next.MORE, detector.inspect(exchange.client(stun), trail));
        detector.inspect(exchange.server(CLIENT), trail);
        assertEquals(90, trail.weight("dtls"));
        assertEquals(Role.CLIENT, trail.server);
    }

    @Test
    void otherDatagramsAreLeftAtOnce() {
        ExchangeFixture exchange = new ExchangeFixture(true);
        assertEquals(Next.DONE, detector.inspect(exchange.client(ascii("M-SEARCH * HTTP/1.1")), new RecordingTrail()));
    }

    @Test
    void cutAndDamagedDatagramsAreSurvived() {
        DetectorInput.survivesEveryCut(detector, true, CLIENT, SERVER);
        DetectorInput.survivesDamage(detector, true, CLIENT, SERVER);
    }

    @Test
    void randomBytesAreNoDtls() {
        DetectorInput.silentOnRandomBytes(detector);
    }

    @Test
    void aRecordTooShortToBeSealedOrAnAcknowledgementOfOldIsNotDtls() {
        byte[] tag = hex("000102030405060708090a0b0c0d0e0f");
        byte[] sealed = join(hex("17 fefd 0001 000000000007 0011"), tag, hex("aa"));
        assertTrue(inspect(sealed, null).weight("dtls") > 0);
        byte[] tooShort = join(hex("17 fefd 0001 000000000007 0010"), tag);
        assertEquals(0, inspect(tooShort, null).weight("dtls"));
        byte[] acknowledgement = join(hex("1a 0100 0006 000000000000 0011"), tag, hex("00"));
        assertEquals(0, inspect(acknowledgement, null).weight("dtls"));
    }
}

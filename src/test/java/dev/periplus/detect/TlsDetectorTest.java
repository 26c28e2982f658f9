package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static dev.periplus.detect.TlsMessages.handshake;
import static dev.periplus.detect.TlsMessages.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TlsDetectorTest {
    private static final byte[] CLIENT_13 = record(22, 0x0301, TlsMessages.RFC8448_CLIENT_HELLO);
    private static final byte[] SERVER_13 = join(
            record(22, 0x0303, TlsMessages.RFC8448_SERVER_HELLO),
            hex("140303000101"),
            record(23, 0x0303, new byte[60]));
    private static final byte[] CLIENT_12 = record(
            22,
            0x0301,
            handshake(
                    1,
                    TlsMessages.clientHello(
                            0x0303, TlsMessages.serverName("example.org"), TlsMessages.protocols("h2", "http/1.1"))));
    private static final byte[] SERVER_12 = server12();

    private final TlsDetector detector = new TlsDetector();

    private static byte[] server12() {
        byte[] certificate = DerCertificate.of(
                DerCertificate.name("550403", 0x0c, ascii("Example CA")),
                DerCertificate.name("550403", 0x0c, ascii("example.org")),
                "example.org",
                "www.example.org");
        byte[] entry = join(TlsMessages.u24(certificate.length), certificate);
        byte[] flight = join(
                handshake(2, TlsMessages.serverHello(0x0303, 0xc02f, TlsMessages.protocols("h2"))),
                handshake(11, join(TlsMessages.u24(entry.length), entry)),
                handshake(14, new byte[0]));
        // The certificate spans two records.
        return join(
                record(22, 0x0303, Arrays.copyOf(flight, 200)),
                record(22, 0x0303, Arrays.copyOfRange(flight, 200, flight.length)));
    }

    private RecordingTrail inspect(byte[] request, byte[] reply) {
        return DetectorInput.inspect(detector, false, request, reply);
    }

    @Test
    void namesServerProtocolsVersionAndCertificate() {
        RecordingTrail trail = inspect(CLIENT_12, SERVER_12);
        assertEquals(120, trail.weight("tls"));
        assertEquals("example.org", trail.first("tls.sni"));
        assertEquals(List.of("h2", "http/1.1"), trail.metadata.get("tls.alpn"));
        assertEquals("h2", trail.first("tls.alpn_chosen"));
        assertEquals("1.2", trail.first("tls.version"));
        assertEquals("0xc02f", trail.first("tls.cipher"));
        assertEquals("example.org", trail.first("tls.subject"));
        assertEquals("Example CA", trail.first("tls.issuer"));
        assertEquals(List.of("example.org", "www.example.org"), trail.metadata.get("tls.names"));
        assertEquals(Role.SERVER, trail.server);
    }

    @Test
    void evidenceSaysWhatWasSeenAndWhere() {
        RecordingTrail.Found found = inspect(CLIENT_13, null).found.get(0);
        assertEquals("TLS ClientHello for server, offering 1.3", found.says());
        assertEquals(1, found.packet());
        assertEquals(ExchangeFixture.FRAME_OFFSET, found.frameOffset());
    }

    @Test
    void anEncryptedHelloIsTold() {
        byte[] outer = TlsMessages.extension(0xfe0d, hex("00 0001 0001 07 0020 0000"));
        byte[] hello = record(
                22,
                0x0301,
                handshake(1, TlsMessages.clientHello(0x0303, TlsMessages.serverName("public.example"), outer)));
        RecordingTrail trail = inspect(hello, null);
        assertEquals("offered", trail.first("tls.ech"));
        assertEquals("public.example", trail.first("tls.sni"));
        assertEquals(
                "TLS ClientHello for public.example, offering 1.2 and an encrypted hello; the name may be a public one",
                trail.found.get(0).says());
        assertNull(inspect(CLIENT_13, null).first("tls.ech"));
    }

    @Test
    void oneSideAloneWeighsLess() {
        assertEquals(90, inspect(CLIENT_13, null).weight("tls"));
        RecordingTrail server = inspect(null, SERVER_12);
        assertEquals(90, server.weight("tls"));
        assertEquals("1.2", server.first("tls.version"));
        assertEquals(Role.SERVER, server.server);
    }

    @Test
    void theNegotiatedVersionIsTheServersChoice() {
        RecordingTrail trail = inspect(CLIENT_13, SERVER_13);
        assertEquals("1.3", trail.first("tls.offered"));
        assertEquals("1.3", trail.first("tls.version"));
        assertEquals("t13d0309", trail.first("tls.ja4").substring(0, 8));
    }

    @Test
    void everySplitGivesTheSame() {
        RecordingTrail whole = inspect(CLIENT_12, SERVER_12);
        for (int at = 1; at < CLIENT_12.length; at++) {
            RecordingTrail trail = new RecordingTrail();
            ExchangeFixture exchange = new ExchangeFixture(false);
            assertEquals(Next.MORE, detector.inspect(exchange.client(Arrays.copyOf(CLIENT_12, at)), trail));
            detector.inspect(exchange.client(Arrays.copyOfRange(CLIENT_12, at, CLIENT_12.length)), trail);
            assertEquals(Next.DONE, detector.inspect(exchange.server(SERVER_12), trail), "split at " + at);
            assertEquals(whole.metadata, trail.metadata, "split at " + at);
            assertEquals(120, trail.weight("tls"), "split at " + at);
        }
        RecordingTrail bytes = DetectorInput.inspectByteByByte(detector, CLIENT_12, SERVER_12);
        assertEquals(whole.metadata, bytes.metadata);
    }

    @Test
    void aHelloOverSeveralRecordsIsPutTogether() {
        byte[] message = Arrays.copyOfRange(CLIENT_12, 5, CLIENT_12.length);
        byte[] request = {};
        for (int at = 0; at < message.length; at += 10) {
            request = join(
                    request, record(22, 0x0301, Arrays.copyOfRange(message, at, Math.min(at + 10, message.length))));
        }
        assertEquals("example.org", inspect(request, null).first("tls.sni"));
    }

    @Test
    void aHelloThatTheCaptureCutStillGivesTheLabel() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(exchange.speak(Role.CLIENT, Arrays.copyOf(CLIENT_13, 90), CLIENT_13.length), trail);
        assertEquals(75, trail.weight("tls"));
        assertEquals("server", trail.first("tls.sni"));
    }

    @Test
    void aClientHelloOfTheSupposedServerTurnsTheFlow() {
        ExchangeFixture exchange = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(exchange.server(CLIENT_13), trail);
        assertEquals(Role.CLIENT, trail.server);
    }

    @Test
    void anAlertInReplyConfirms() {
        RecordingTrail trail = inspect(CLIENT_13, hex("15030100020228"));
        assertEquals(120, trail.weight("tls"));
        assertEquals(75, inspect(hex("15030300020100"), null).weight("tls"));
    }

    @Test
    void ssl2HellosAreUnderstood() {
        byte[] hello = join(hex("802e 01 0301 0015 0000 0010"), new byte[0x15], new byte[0x10]);
        RecordingTrail trail = inspect(hello, SERVER_12);
        assertEquals(120, trail.weight("tls"));
        assertEquals("1.0", trail.first("tls.offered"));
        byte[] server = join(hex("8021 04 00 01 0002 0003 0003 0010"), new byte[0x16]);
        assertEquals(90, inspect(null, server).weight("tls"));
        hello[1]++;
        assertTrue(inspect(hello, null).found.isEmpty());
    }

    @Test
    void recordsWithoutAHandshakeWeighByTheirNumberAndWhetherTheyEndWithTheirSegment() {
        byte[] record = record(23, 0x0303, new byte[40]);
        byte[] begun = Arrays.copyOf(record, 30);
        assertTrue(midstream(begun, null).weight("tls") < 40);
        assertTrue(midstream(begun, begun).weight("tls") < 40);
        assertEquals(62, midstream(record, null).weight("tls"));
        assertEquals(75, midstream(record, record).weight("tls"));
        assertEquals(75, midstream(join(record, record, record), null).weight("tls"));
        assertEquals(75, midstream(join(record, record), record).weight("tls"));
        assertEquals(
                90,
                midstream(join(record, record, record), join(record, record, record))
                        .weight("tls"));
    }

    @Test
    void aRowMayBeginInTheMiddleOfWhatWasCaptured() {
        byte[] record = record(23, 0x0303, new byte[40]);
        byte[] stream = join(ascii("the end of a record"), record, record, record);
        RecordingTrail trail = midstream(stream, null);
        assertEquals(75, trail.weight("tls"));
        assertEquals(ExchangeFixture.FRAME_OFFSET + 19, trail.found.get(0).frameOffset());
        assertTrue(inspect(stream, null).found.isEmpty(), "not if the beginning of the stream was captured");
    }

    @Test
    void aRowThatBreaksIsNone() {
        byte[] record = record(23, 0x0303, new byte[40]);
        byte[] other = record(23, 0x0302, new byte[40]);
        assertNull(midstream(join(record, record, record, ascii("something else")), null)
                .first("tls.version"));
        assertEquals(
                0,
                midstream(join(record, record, record, ascii("something else")), null)
                        .weight("tls"));
        assertEquals(0, midstream(join(record, record, other, other), null).weight("tls"));
    }

    @Test
    void otherProtocolsAreLeftAtOnce() {
        for (String first : List.of("GET / HTTP/1.1\r\n", "SSH-2.0-x\r\n", "\u0016\u0003\u0009\u0000\u0010rest")) {
            ExchangeFixture exchange = new ExchangeFixture(false);
            RecordingTrail trail = new RecordingTrail();
            assertEquals(Next.DONE, detector.inspect(exchange.client(ascii(first)), trail));
            assertTrue(trail.found.isEmpty());
        }
    }

    @Test
    void cutAndDamagedMessagesAreSurvived() {
        DetectorInput.survivesEveryCut(detector, false, CLIENT_12, SERVER_12);
        DetectorInput.survivesDamage(detector, false, CLIENT_12, SERVER_12);
    }

    @Test
    void randomBytesAreNoTls() {
        DetectorInput.silentOnRandomBytes(detector);
    }

    private RecordingTrail midstream(byte[] request, byte[] reply) {
        ExchangeFixture exchange = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
        RecordingTrail trail = new RecordingTrail();
        Next next = detector.inspect(exchange.client(request), trail);
        if (reply != null && next == Next.MORE) {
            detector.inspect(exchange.server(reply), trail);
        }
        return trail;
    }
}

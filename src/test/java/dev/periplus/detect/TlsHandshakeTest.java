package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.classify.Detector.Next;
import dev.periplus.flow.ExchangeFixture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TlsHandshakeTest {
    /** ServerHelloDone without a certificate. */
    private static final byte[] DONE = TlsMessages.record(22, 0x0303, hex("0e000000"));

    private final TlsDetector detector = new TlsDetector();

    private static byte[] client(int version, byte[]... more) {
        byte[] extensions = join(TlsMessages.serverName("example.org"), join(more));
        return TlsMessages.record(22, 0x0301, TlsMessages.handshake(1, TlsMessages.clientHello(version, extensions)));
    }

    private static byte[] server(int version, byte[]... extensions) {
        return TlsMessages.record(
                22, version, TlsMessages.handshake(2, TlsMessages.serverHello(version, 0x002f, extensions)));
    }

    @Test
    void everyVersionIsNegotiated() {
        int[] versions = {0x0300, 0x0301, 0x0302, 0x0303};
        String[] names = {"SSL 3.0", "1.0", "1.1", "1.2"};
        for (int i = 0; i < versions.length; i++) {
            RecordingTrail trail = inspect(detector, false, client(versions[i]), server(versions[i]));
            assertEquals(120, trail.weight("tls"), names[i]);
            assertEquals(names[i], trail.first("tls.offered"));
            assertEquals(names[i], trail.first("tls.version"));
            assertEquals("example.org", trail.first("tls.sni"));
        }
    }

    @Test
    void versions13AndItsDraftsAreInTheExtension() {
        byte[] offer = client(0x0303, TlsMessages.extension(43, hex("06 0304 7f1c 0303")));
        RecordingTrail trail = inspect(detector, false, offer, server(0x0303, TlsMessages.extension(43, hex("0304"))));
        assertEquals("1.3", trail.first("tls.offered"));
        assertEquals("1.3", trail.first("tls.version"));
        RecordingTrail draft = inspect(detector, false, offer, server(0x0303, TlsMessages.extension(43, hex("7f1c"))));
        assertEquals("1.3 draft 28", draft.first("tls.version"));
        RecordingTrail older = inspect(detector, false, offer, server(0x0303));
        assertEquals("1.2", older.first("tls.version"));
    }

    @Test
    void recordsAndSegmentsMayEndAnywhere() {
        byte[] hello = client(0x0303, TlsMessages.protocols("h2"));
        byte[] message = Arrays.copyOfRange(hello, 5, hello.length);
        RecordingTrail whole = inspect(detector, false, hello, server(0x0303));
        for (int size : new int[] {3, 10, 64}) {
            byte[] records = {};
            for (int at = 0; at < message.length; at += size) {
                byte[] part = Arrays.copyOfRange(message, at, Math.min(at + size, message.length));
                records = join(records, TlsMessages.record(22, 0x0301, part));
            }
            RecordingTrail trail = new RecordingTrail();
            ExchangeFixture exchange = new ExchangeFixture(false);
            for (int at = 0; at < records.length; at += 17) {
                byte[] segment = Arrays.copyOfRange(records, at, Math.min(at + 17, records.length));
                assertEquals(Next.MORE, detector.inspect(exchange.client(segment), trail));
            }
            assertEquals(Next.DONE, detector.inspect(exchange.server(join(server(0x0303), DONE)), trail));
            assertEquals(whole.metadata, trail.metadata, "records of " + size);
            assertEquals(120, trail.weight("tls"), "records of " + size);
        }
    }

    @Test
    void everyFactIsToldOnce() {
        RecordingTrail trail =
                DetectorInput.inspectByteByByte(detector, client(0x0303, TlsMessages.protocols("h2")), server(0x0303));
        for (List<String> values : trail.metadata.values()) {
            assertEquals(1, values.size());
        }
        assertNull(trail.first("tls.alpn_chosen"));
    }
}

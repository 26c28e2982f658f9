package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.flow.ExchangeFixture;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BannerDetectorTest {
    private static final byte[] TLS_REQUEST = hex("00000008 04d2162f");
    private static final byte[] STARTUP = startup(0x30000, "user\0ann\0database\0books\0client_encoding\0UTF8\0\0");
    private static final byte[] MYSQL = mysql("8.0.36-log");

    private final BannerDetector detector = new BannerDetector();

    private static byte[] startup(int version, String parameters) {
        return join(QuicPackets.u32(8 + parameters.length()), QuicPackets.u32(version), ascii(parameters));
    }

    private static byte[] mysql(String version) {
        byte[] body = join(hex("0a"), ascii(version + "\0"), new byte[44], ascii("mysql_native_password\0"));
        return join(new byte[] {(byte) body.length, 0, 0, 0}, body);
    }

    @Test
    void versionsOfServersAreTold() {
        assertEquals(
                "003.008",
                inspect(detector, false, null, ascii("RFB 003.008\n")).first("vnc.version"));
        assertEquals("8.0.36-log", inspect(detector, false, null, MYSQL).first("mysql.version"));
    }

    @Test
    void userAndDatabaseAreTold() {
        RecordingTrail trail = DetectorInput.inspectByteByByte(detector, STARTUP, new byte[0]);
        assertEquals(
                Map.of("postgresql.user", List.of("ann"), "postgresql.database", List.of("books")), trail.metadata);
        assertTrue(trail.found.isEmpty(), "metadata only");
    }

    @Test
    void theStartMayFollowTheRefusalOfEncryption() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        assertEquals(Next.MORE, detector.inspect(exchange.client(TLS_REQUEST), trail));
        assertEquals(Next.MORE, detector.inspect(exchange.server(ascii("N")), trail));
        assertEquals(Next.DONE, detector.inspect(exchange.client(STARTUP), trail));
        assertEquals("ann", trail.first("postgresql.user"));
    }

    @Test
    void nearMissesAreLeft() {
        byte[] longer = MYSQL.clone();
        longer[0]++;
        List<byte[]> others = List.of(
                ascii("RFB 3.8\n....."),
                ascii("RFB 00x.008\n"),
                startup(0x40000, "user\0ann\0\0"),
                startup(0x30003, "user\0ann\0\0"),
                join(TLS_REQUEST, hex("1603010200010001fc0303")),
                longer,
                mysql("unnumbered"),
                ascii("GET / HTTP/1.1\r\n"));
        for (byte[] other : others) {
            RecordingTrail trail = new RecordingTrail();
            assertEquals(Next.DONE, detector.inspect(new ExchangeFixture(false).client(other), trail));
            assertTrue(trail.metadata.isEmpty(), "message of " + other.length + " bytes");
        }
        byte[] cut = Arrays.copyOf(STARTUP, STARTUP.length - 8);
        assertNull(inspect(detector, false, cut, null).first("postgresql.user"), "it is incomplete");
    }

    @Test
    void hostileBytesAreBorne() {
        for (byte[] message : List.of(STARTUP, MYSQL, ascii("RFB 003.008\n"))) {
            DetectorInput.survivesEveryCut(detector, false, join(TLS_REQUEST, message), message);
            DetectorInput.survivesDamage(detector, false, message, message);
        }
        DetectorInput.silentOnRandomBytes(detector);
    }
}

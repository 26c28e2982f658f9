package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RdpDetectorTest {
    private static final byte[] COOKIE = ascii("Cookie: mstshash=ann\r\n");
    private static final byte[] ASKS_TLS_AND_CREDSSP = hex("01 00 0800 03000000");

    private final RdpDetector detector = new RdpDetector();

    /** A 7-byte X.224 unit and its payload, in TPKT. */
    private static byte[] unit(int type, byte[]... parts) {
        byte[] rest = join(parts);
        return join(
                hex("0300"),
                TlsMessages.u16(11 + rest.length),
                new byte[] {(byte) (6 + rest.length), (byte) type, 0, 0, 0, 0, 0},
                rest);
    }

    private static byte[] confirm(String negotiation) {
        return unit(0xd0, hex(negotiation));
    }

    /** MCS Connect Initial with the client's core data. */
    private static byte[] connectInitial(String name) {
        byte[] text = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_16LE), 32);
        byte[] core = join(hex("01c0 d800 04000800 0004 0003 01ca 03aa 09040000 280a0000"), text, new byte[160]);
        byte[] body = join(hex("02f080 7f65820190"), new byte[110], ascii("Duca"), hex("80d8"), core);
        return join(hex("0300"), TlsMessages.u16(4 + body.length), body);
    }

    @Test
    void cookieAndProtocolsAreTold() {
        byte[] request = unit(0xe0, COOKIE, ASKS_TLS_AND_CREDSSP);
        RecordingTrail trail = inspect(detector, false, request, confirm("02 1f 0800 02000000"));
        assertEquals("ann", trail.first("rdp.cookie"));
        assertEquals(List.of("tls", "credssp"), trail.metadata.get("rdp.requested"));
        assertEquals(List.of("credssp"), trail.metadata.get("rdp.selected"));
        assertEquals(15, trail.weight("rdp"), "the signatures carry the label");
        RecordingTrail pieces = DetectorInput.inspectByteByByte(detector, request, confirm("02 1f 0800 02000000"));
        assertEquals(trail.metadata, pieces.metadata);
    }

    @Test
    void everyProtocolHasItsName() {
        byte[] request = unit(0xe0, hex("01 00 0800 1f000000"));
        String[] names = {"tls", "credssp", "rdstls", "credssp-ex", "rdsaad"};
        for (int i = 0; i < names.length; i++) {
            String selected = "02 00 0800 " + String.format("%02x", 1 << i) + "000000";
            assertEquals(
                    names[i],
                    inspect(detector, false, request, confirm(selected)).first("rdp.selected"));
        }
        byte[] none = unit(0xe0, hex("01 00 0800 00000000"));
        assertEquals("rdp", inspect(detector, false, none, null).first("rdp.requested"));
    }

    @Test
    void aProtocolThatWasNotAskedForConfirmsNothing() {
        byte[] request = unit(0xe0, ASKS_TLS_AND_CREDSSP);
        assertEquals(
                5,
                inspect(detector, false, request, confirm("02 00 0800 08000000"))
                        .weight("rdp"));
    }

    @Test
    void routingTokensAreToldAsTheyAre() {
        byte[] request = unit(0xe0, ascii("Cookie: msts=3640205228.15629.0000\r\n"), ASKS_TLS_AND_CREDSSP);
        assertEquals(
                "Cookie: msts=3640205228.15629.0000",
                inspect(detector, false, request, null).first("rdp.routing_token"));
        byte[] other = unit(0xe0, ascii("tsv://MS Terminal Services Plugin.1.Farm\r\n"));
        assertEquals(
                "tsv://MS Terminal Services Plugin.1.Farm",
                inspect(detector, false, other, null).first("rdp.routing_token"));
    }

    @Test
    void refusalsAreTold() {
        byte[] request = unit(0xe0, hex("01 00 0800 00000000"));
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(exchange.client(request), trail);
        assertEquals(Next.DONE, detector.inspect(exchange.server(confirm("03 00 0800 05000000")), trail));
        assertEquals("credssp required", trail.first("rdp.failure"));
    }

    @Test
    void theClientsNameIsToldWhereNothingIsEncrypted() {
        byte[] asked = unit(0xe0, hex("01 00 0800 00000000"));
        assertEquals("FROG", name(asked, confirm("02 00 0800 00000000"), connectInitial("FROG")));
        assertEquals("FROG", name(unit(0xe0, COOKIE), unit(0xd0), connectInitial("FROG")), "no negotiation");
        assertEquals(
                "A-NAME-OF-16-LET",
                name(asked, confirm("02 00 0800 00000000"), connectInitial("A-NAME-OF-16-LETTERS")));
        assertNull(name(unit(0xe0, ASKS_TLS_AND_CREDSSP), confirm("02 00 0800 01000000"), connectInitial("FROG")));
    }

    private String name(byte[] request, byte[] reply, byte[] initial) {
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        Next next = detector.inspect(exchange.client(request), trail);
        next = next == Next.MORE ? detector.inspect(exchange.server(reply), trail) : next;
        for (int at = 0; at < initial.length && next == Next.MORE; at += 50) {
            byte[] piece = Arrays.copyOfRange(initial, at, Math.min(at + 50, initial.length));
            next = detector.inspect(exchange.client(piece), trail);
        }
        assertEquals(Next.DONE, next);
        return trail.first("rdp.client_name");
    }

    @Test
    void whoAsksIsTheClient() {
        ExchangeFixture exchange = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(exchange.server(unit(0xe0, COOKIE)), trail);
        assertEquals(Role.CLIENT, trail.server);
    }

    @Test
    void otherUsesOfTheTransportAreLeft() {
        List<byte[]> others = List.of(
                unit(0xe0, hex("c0010a c1020100 c2020102")),
                unit(0xe0, ascii("Cookie: other=1\r\n")),
                unit(0xe0, ascii("Cookie: mstshash=ann")),
                unit(0xe0, COOKIE, hex("00")),
                join(hex("0300 0020 11e00000000000"), COOKIE),
                hex("0300 0007 02f080"),
                ascii("GET / HTTP/1.1\r\n"));
        for (byte[] other : others) {
            RecordingTrail trail = new RecordingTrail();
            detector.inspect(new ExchangeFixture(false).client(other), trail);
            assertTrue(trail.found.isEmpty(), "a request of " + other.length + " bytes");
        }
    }

    @Test
    void hostileBytesAreBorne() {
        byte[] client = join(unit(0xe0, COOKIE, hex("01 00 0800 00000000")), connectInitial("FROG"));
        DetectorInput.survivesEveryCut(detector, false, client, confirm("02 00 0800 00000000"));
        DetectorInput.survivesDamage(detector, false, client, confirm("02 00 0800 00000000"));
        DetectorInput.silentOnRandomBytes(detector);
    }
}

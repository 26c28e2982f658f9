package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.element;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Role;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SnmpDetectorTest {
    private static final byte[] BINDINGS = element(0x30, element(0x30, hex("06 08 2b06010201010100 0500")));
    static final byte[] GET = message(1, element(0xa0, hex("02 04 12345678 020100 020100"), BINDINGS));
    private static final byte[] RESPONSE = message(1, element(0xa2, hex("02 04 12345678 020100 020100"), BINDINGS));
    private static final byte[] TRAP =
            message(0, element(0xa4, hex("06 03 2b0601 4004 c0000201 020106 020101 4302 1234"), BINDINGS));
    private static final byte[] VERSION_3 = element(
            0x30,
            hex("020103"),
            element(0x30, hex("02 04 00001234 0203 00ffe3 0401 04 020103")),
            element(4, hex("300e 0400 020100 020100 0400 0400 0400")),
            element(0x30, hex("0400 0400"), element(0xa0, hex("020101 020100 020100 3000"))));

    private final SnmpDetector detector = new SnmpDetector(new Secrets(false));

    @Test
    void requestAloneIsSureAndResponseMakesItSurer() {
        assertTrue(inspect(detector, true, GET, null).weight("snmp") >= 70);
        RecordingTrail both = inspect(detector, true, GET, RESPONSE);
        assertTrue(both.weight("snmp") >= 110);
        assertEquals("2c", both.first("snmp.version"));
        assertEquals("********", both.first("snmp.community"));
        assertEquals("SNMPv2c community: password ********", both.first("credentials.sent"));
        assertEquals("get", both.first("snmp.pdu"));
    }

    @Test
    void trapAndVersion3AreRead() {
        RecordingTrail trap = inspect(detector, true, TRAP, null);
        assertTrue(trap.weight("snmp") >= 70);
        assertEquals("trap", trap.first("snmp.pdu"));
        RecordingTrail three = inspect(detector, true, VERSION_3, null);
        assertTrue(three.weight("snmp") >= 70);
        assertEquals("3", three.first("snmp.version"));
    }

    @Test
    void overTcpItMayComeInPieces() {
        assertTrue(DetectorInput.inspectByteByByte(detector, GET, RESPONSE).weight("snmp") >= 110);
    }

    @Test
    void lengthsMustFit() {
        byte[] longer = GET.clone();
        longer[1]++;
        assertTrue(inspect(detector, true, longer, null).found.isEmpty());
        assertTrue(
                inspect(detector, true, message(2, element(0xa0, BINDINGS)), null)
                        .found
                        .isEmpty(),
                "version 2");
        assertTrue(
                inspect(detector, true, message(0, element(0xa5, hex("020101 020100 020100"), BINDINGS)), null)
                        .found
                        .isEmpty(),
                "get-bulk is not in version 1");
        assertTrue(inspect(detector, true, join(hex("00"), GET), null).found.isEmpty());
    }

    @Test
    void cutMessageSaysLess() {
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(new ExchangeFixture(true).speak(Role.CLIENT, Arrays.copyOf(GET, 24), GET.length), trail);
        assertTrue(trail.weight("snmp") > 40 && trail.weight("snmp") < 70);
    }

    @Test
    void whoRespondsServes() {
        assertEquals(Role.CLIENT, inspect(detector, true, RESPONSE, null).server);
        assertEquals(Role.SERVER, inspect(detector, true, GET, RESPONSE).server);
    }

    @Test
    void hostileBytesAreBorne() {
        for (byte[] message : new byte[][] {GET, TRAP, VERSION_3}) {
            DetectorInput.survivesEveryCut(detector, true, message, RESPONSE);
            DetectorInput.survivesDamage(detector, true, message, RESPONSE);
        }
        DetectorInput.silentOnRandomBytes(detector);
    }

    private static byte[] message(int version, byte[] pdu) {
        return element(0x30, new byte[] {2, 1, (byte) version}, element(4, "public"), pdu);
    }
}

package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.element;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.flow.Role;
import org.junit.jupiter.api.Test;

class KerberosDetectorTest {
    private static final byte[] SERVICE = element(
            0xa3,
            element(
                    0x30,
                    hex("a003020102"),
                    element(0xa1, element(0x30, element(0x1b, "krbtgt"), element(0x1b, "EXAMPLE.COM")))));
    static final byte[] REQUEST = element(
            0x6a,
            element(
                    0x30,
                    hex("a103020105 a20302010a"),
                    element(
                            0xa4,
                            element(
                                    0x30,
                                    hex("a00703050040810010"),
                                    element(
                                            0xa1,
                                            element(
                                                    0x30,
                                                    hex("a003020101"),
                                                    element(0xa1, element(0x30, element(0x1b, "alice"))))),
                                    element(0xa2, element(0x1b, "EXAMPLE.COM")),
                                    SERVICE))));
    private static final byte[] ERROR = element(
            0x7e,
            element(
                    0x30,
                    hex("a003020105 a10302011e"),
                    element(0xa4, element(0x18, "20260101000000Z")),
                    hex("a503020100 a603020119"),
                    element(0xa9, element(0x1b, "EXAMPLE.COM"))));

    private final KerberosDetector detector = new KerberosDetector();

    @Test
    void requestAloneIsSureAndReplyMakesItSurer() {
        assertTrue(inspect(detector, true, REQUEST, null).weight("kerberos") >= 70);
        assertEquals(120, inspect(detector, true, REQUEST, ERROR).weight("kerberos"));
    }

    @Test
    void namesAreTold() {
        RecordingTrail trail = inspect(detector, true, REQUEST, ERROR);
        assertEquals("AS-REQ", trail.first("kerberos.type"));
        assertEquals("EXAMPLE.COM", trail.first("kerberos.realm"));
        assertEquals("alice", trail.first("kerberos.client"));
        assertEquals("krbtgt/EXAMPLE.COM", trail.first("kerberos.service"));
        assertEquals("25", trail.first("kerberos.error"));
    }

    @Test
    void overTcpTheLengthIsPartOfIt() {
        byte[] request = join(hex("000000"), new byte[] {(byte) REQUEST.length}, REQUEST);
        byte[] error = join(hex("000000"), new byte[] {(byte) ERROR.length}, ERROR);
        assertTrue(REQUEST.length < 256 && ERROR.length < 256);
        assertEquals(120, inspect(detector, false, request, error).weight("kerberos"));
        assertEquals(
                120, DetectorInput.inspectByteByByte(detector, request, error).weight("kerberos"));
        request[3]++;
        assertTrue(inspect(detector, false, request, null).found.isEmpty());
    }

    @Test
    void versionAndTypeMustAgree() {
        byte[] right = element(0x6a, element(0x30, hex("a103020105 a20302010a")));
        assertTrue(inspect(detector, true, right, null).weight("kerberos") >= 70);
        byte[] four = element(0x6a, element(0x30, hex("a103020104 a20302010a")));
        byte[] other = element(0x6a, element(0x30, hex("a103020105 a20302010c")));
        assertTrue(inspect(detector, true, four, null).found.isEmpty());
        assertTrue(inspect(detector, true, other, null).found.isEmpty());
    }

    @Test
    void whoAsksIsTheClient() {
        assertEquals(Role.CLIENT, inspect(detector, true, ERROR, null).server);
        assertEquals(Role.SERVER, inspect(detector, true, REQUEST, ERROR).server);
    }

    @Test
    void hostileBytesAreBorne() {
        DetectorInput.survivesEveryCut(detector, true, REQUEST, ERROR);
        DetectorInput.survivesDamage(detector, true, REQUEST, ERROR);
        DetectorInput.silentOnRandomBytes(detector);
    }
}

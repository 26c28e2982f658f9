package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.element;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LdapDetectorTest {
    private static final byte[] BIND = element(
            0x30,
            hex("020101"),
            element(0x60, hex("020103"), element(4, "cn=admin,dc=example"), element(0x80, "secret")));
    private static final byte[] BOUND = hex("30 0c 02 01 01 61 07 0a 01 00 04 00 04 00");
    private static final byte[] SEARCH = element(
            0x30,
            hex("020102"),
            element(
                    0x63,
                    element(4, "dc=example"),
                    hex("0a0100 0a0100 020100 020100 010100"),
                    element(0x87, "objectClass"),
                    hex("3000")));
    private static final byte[] ENTRY =
            element(0x30, hex("020102"), element(0x64, element(4, "dc=example"), hex("3000")));

    private final LdapDetector detector = new LdapDetector(new Secrets(false));

    @Test
    void requestAloneIsSureAndReplyMakesItSurer() {
        assertTrue(inspect(detector, false, BIND, null).weight("ldap") >= 70);
        RecordingTrail both = inspect(detector, false, BIND, BOUND);
        assertTrue(both.weight("ldap") >= 110);
        assertEquals("cn=admin,dc=example", both.first("ldap.bind"));
        assertEquals(
                both.weight("ldap"),
                DetectorInput.inspectByteByByte(detector, BIND, BOUND).weight("ldap"));
    }

    @Test
    void overDatagramsItIsTheSame() {
        RecordingTrail both = inspect(detector, true, SEARCH, join(ENTRY, BOUND));
        assertTrue(both.weight("ldap") >= 110);
        assertEquals("dc=example", both.first("ldap.base"));
        assertEquals(List.of("search request", "search result entry"), both.metadata.get("ldap.operation"));
    }

    @Test
    void longLengthsAreUsual() {
        byte[] bind = hex("30 84 00000018 020101 60 84 0000000f 020103 0400 a3 84 00000002 0400");
        assertEquals(0, inspect(detector, false, bind, null).weight("ldap"), "the sequence is longer than its parts");
        byte[] right = hex("30 84 00000016 020101 60 84 0000000d 020103 0400 a3 84 00000002 0400");
        assertTrue(inspect(detector, false, right, null).weight("ldap") >= 70);
    }

    @Test
    void controlsMayFollow() {
        byte[] search = element(0x30, Arrays.copyOfRange(SEARCH, 2, SEARCH.length), element(0xa0, hex("3000")));
        assertTrue(inspect(detector, false, search, null).weight("ldap") >= 70);
        byte[] other = element(0x30, Arrays.copyOfRange(SEARCH, 2, SEARCH.length), element(0xa1, hex("3000")));
        assertTrue(inspect(detector, false, other, null).found.isEmpty());
    }

    @Test
    void shortMessagesSayLittle() {
        double unbind = inspect(detector, false, hex("30 05 020103 4200"), null).weight("ldap");
        assertTrue(unbind > 0 && unbind < 40, "weight " + unbind);
    }

    @Test
    void cutMessageSaysLess() {
        RecordingTrail trail = new RecordingTrail();
        byte[] cut = Arrays.copyOf(SEARCH, 14);
        detector.inspect(new ExchangeFixture(true).speak(Role.CLIENT, cut, SEARCH.length), trail);
        assertTrue(trail.weight("ldap") > 40 && trail.weight("ldap") < 70, "weight " + trail.weight("ldap"));
    }

    @Test
    void neighboursInBerAreNotLdap() {
        assertTrue(inspect(detector, true, SnmpDetectorTest.GET, null).found.isEmpty());
        assertTrue(inspect(detector, true, KerberosDetectorTest.REQUEST, null)
                .found
                .isEmpty());
        byte[] version = BIND.clone();
        version[9] = 4;
        assertTrue(inspect(detector, false, version, null).found.isEmpty(), "LDAP version 4");
        byte[] scope = SEARCH.clone();
        scope[21] = 9;
        assertTrue(inspect(detector, false, scope, null).found.isEmpty(), "scope 9");
        byte[] unbind = hex("30 12 02037fcec4 620b 6303020109 0204f95b9f54");
        assertTrue(inspect(detector, true, unbind, null).found.isEmpty(), "no operation has this tag");
    }

    @Test
    void sideWithoutItsBeginningDoesNotHideTheOther() {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
        assertEquals(Next.MORE, detector.inspect(exchange.client(hex("f136 5cd0")), trail));
        detector.inspect(exchange.server(BOUND), trail);
        assertTrue(trail.weight("ldap") >= 70);
        ExchangeFixture whole = new ExchangeFixture(false);
        assertEquals(Next.DONE, detector.inspect(whole.client(hex("f136 5cd0")), new RecordingTrail()));
    }

    @Test
    void whoAsksIsTheClient() {
        assertEquals(Role.CLIENT, inspect(detector, false, BOUND, null).server);
        assertEquals(Role.SERVER, inspect(detector, false, BIND, BOUND).server);
    }

    @Test
    void hostileBytesAreBorne() {
        DetectorInput.survivesEveryCut(detector, false, BIND, BOUND);
        DetectorInput.survivesEveryCut(detector, true, SEARCH, ENTRY);
        DetectorInput.survivesDamage(detector, true, SEARCH, ENTRY);
        DetectorInput.silentOnRandomBytes(detector);
    }
}

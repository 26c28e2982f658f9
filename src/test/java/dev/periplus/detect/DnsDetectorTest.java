package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

class DnsDetectorTest {
    private static final double SURE = 70;

    private static final byte[] QUESTION =
            join(hex("03"), ascii("www"), hex("07"), ascii("example"), hex("03"), ascii("com"), hex("00 0001 0001"));
    private static final byte[] QUERY = join(hex("1a2b 0100 0001 0000 0000 0000"), QUESTION);
    private static final byte[] ANSWER = hex("c00c 0001 0001 0000003c 0004 c0000207");
    private static final byte[] REPLY = join(hex("1a2b 8180 0001 0001 0000 0000"), QUESTION, ANSWER);
    private static final byte[] OPT = hex("00 0029 04d0 00000000 0000");
    /** The name FRED of type 0 in half-ASCII, as in RFC 1001 section 14.1. */
    private static final byte[] FRED = join(hex("20"), ascii("EGFCEFEECACACACACACACACACACACAAA"), hex("00"));

    private final DnsDetector detector = new DnsDetector();

    @Test
    void queryAloneIsSureAndReplyMakesItSurer() {
        assertTrue(inspect(detector, true, QUERY, null).weight("dns") >= SURE);
        RecordingTrail both = inspect(detector, true, QUERY, REPLY);
        assertTrue(both.weight("dns") >= 100);
        assertEquals(
                1,
                both.found.stream().map(RecordingTrail.Found::label).distinct().count());
    }

    @Test
    void aQueryWhoseNameIsDamagedIsStillAQuery() {
        byte[] header = hex("1a2b 0100 0001 0000 0000 0000");
        byte[][] damaged = {
            join(header, hex("03"), ascii("www")),
            join(header, hex("03"), ascii("www"), hex("45"), ascii("example"), hex("00 0001 0001")),
            join(header, hex("c0ff 0001 0001")),
            join(header, hex("c00c c00c 0001 0001")),
            join(hex("1a2b 0000 0001 0000 0000 0000"), hex("08"), ascii("intranet")),
        };
        for (byte[] query : damaged) {
            RecordingTrail trail = inspect(detector, true, query, null);
            assertTrue(trail.weight("dns") > 40 && trail.weight("dns") < SURE, Arrays.toString(query));
            assertTrue(trail.metadata.isEmpty());
        }
        byte[][] others = {
            join(header, hex("03"), ascii("w")),
            join(header, hex("03 010203 04 050607")),
            join(hex("1a2b 0100 0001 0001 0000 0000"), hex("03"), ascii("www")),
            join(hex("1a2b 0150 0001 0000 0000 0000"), hex("03"), ascii("www")),
            join(hex("1a2b 0000 0001 0000 0000 0000"), hex("03"), ascii("www")),
        };
        for (byte[] other : others) {
            assertEquals(0, inspect(detector, true, other, null).weight("dns"), Arrays.toString(other));
        }
    }

    @Test
    void aDamagedNetbiosNameIsStillOne() {
        byte[] header = hex("850f 0110 0001 0000 0000 0000");
        byte[] name = join(hex("20"), ascii("EFEDEJFPEEEPENEBEJEOCACACACACABM"), hex("35 0020 0001"));
        assertTrue(inspect(detector, true, join(header, name), null).weight("netbios-ns") >= SURE);
        byte[] half = join(hex("20"), ascii("EFEDEJFPEEEPENEB"), hex("aa".repeat(21)));
        assertTrue(inspect(detector, true, join(header, half), null).weight("netbios-ns") >= SURE);
    }

    @Test
    void namesTypesAndAnswersAreTold() {
        RecordingTrail trail = inspect(detector, true, QUERY, REPLY);
        assertEquals("www.example.com", trail.first("dns.query"));
        assertEquals("A", trail.first("dns.type"));
        assertEquals("0", trail.first("dns.rcode"));
        assertEquals(List.of("192.0.2.7"), trail.metadata.get("dns.answers"));
        assertEquals("www.example.com", trail.first("dns.answered"));
    }

    @Test
    void replyWithAnotherIdAddsLess() {
        byte[] other = REPLY.clone();
        other[0] ^= 1;
        double weight = inspect(detector, true, QUERY, other).weight("dns");
        assertTrue(weight > SURE && weight < 100, "weight " + weight);
    }

    @Test
    void extensionRecordBelongsToTheMessage() {
        byte[] query = join(hex("1a2b 0120 0001 0000 0000 0001"), QUESTION, OPT);
        assertTrue(inspect(detector, true, query, null).weight("dns") >= SURE);
    }

    @Test
    void trailingBytesWeighLess() {
        double weight = inspect(detector, true, join(QUERY, new byte[5]), null).weight("dns");
        assertTrue(weight > 0 && weight < SURE, "weight " + weight);
    }

    @Test
    void cutQueryWeighsLessAndCutNameNothing() {
        RecordingTrail trail = new RecordingTrail();
        byte[] cut = Arrays.copyOf(join(hex("1a2b 0100 0001 0000 0000 0001"), QUESTION), QUERY.length);
        detector.inspect(new ExchangeFixture(true).speak(Role.CLIENT, cut, cut.length + OPT.length), trail);
        assertTrue(trail.weight("dns") > 0 && trail.weight("dns") < SURE);
        RecordingTrail nameless = new RecordingTrail();
        detector.inspect(
                new ExchangeFixture(true).speak(Role.CLIENT, Arrays.copyOf(QUERY, 20), QUERY.length), nameless);
        assertTrue(nameless.found.isEmpty());
    }

    @Test
    void truncatedReplyMayMissRecords() {
        byte[] reply = join(hex("1a2b 8380 0001 0005 0000 0000"), QUESTION, ANSWER);
        assertTrue(inspect(detector, true, reply, null).weight("dns") >= SURE);
        byte[] notTruncated = join(hex("1a2b 8180 0001 0005 0000 0000"), QUESTION, ANSWER);
        assertTrue(inspect(detector, true, notTruncated, null).weight("dns") < SURE);
    }

    @Test
    void soundQuestionIsSomethingWhereTheRestIsDamaged() {
        byte[] damaged =
                join(hex("1a2b 8180 0001 0001 0000 0000"), QUESTION, hex("c00c 0000 0000 0000003c 0004 c0000207"));
        double weight = inspect(detector, true, damaged, null).weight("dns");
        assertTrue(weight >= 40 && weight < SURE, "weight " + weight);
        byte[] oneLabel = hex("1a2b 8180 0001 0001 0000 0000 06616263646566 00 0001 0001 c00c 0000 0000 0000003c 0000");
        assertTrue(inspect(detector, true, oneLabel, null).found.isEmpty());
    }

    @Test
    void headerThatNoStandardAllowsCountsLess() {
        for (String flags : new String[] {"4100", "0140", "0103"}) {
            byte[] odd = join(hex("1a2b" + flags + "0001 0000 0000 0000"), QUESTION);
            double weight = inspect(detector, true, odd, null).weight("dns");
            assertTrue(weight >= 40 && weight < SURE, flags + ": weight " + weight);
            assertTrue(inspect(detector, true, join(odd, ANSWER), null).weight("dns") < 40, flags);
        }
    }

    @Test
    void oneDamagedDatagramDoesNotHideTheNext() {
        ExchangeFixture exchange = new ExchangeFixture(true);
        RecordingTrail trail = new RecordingTrail();
        assertEquals(Next.MORE, detector.inspect(exchange.client(new byte[64]), trail));
        detector.inspect(exchange.client(QUERY), trail);
        assertTrue(trail.weight("dns") >= SURE);
    }

    @Test
    void refusalWithHeaderAloneConfirmsItsQuery() {
        byte[] refusal = hex("1a2b 8181 0000 0000 0000 0000");
        assertTrue(inspect(detector, true, refusal, null).found.isEmpty());
        double query = inspect(detector, true, QUERY, null).weight("dns");
        assertTrue(inspect(detector, true, QUERY, refusal).weight("dns") > query);
    }

    @Test
    void overTcpTheLengthIsPartOfIt() {
        byte[] query = join(hex("0021"), QUERY);
        byte[] reply = join(new byte[] {0, (byte) REPLY.length}, REPLY);
        assertEquals(QUERY.length, 0x21);
        double whole = inspect(detector, false, query, reply).weight("dns");
        assertTrue(whole >= 100, "weight " + whole);
        assertEquals(
                whole, DetectorInput.inspectByteByByte(detector, query, reply).weight("dns"));
        assertTrue(
                inspect(detector, false, join(hex("0020"), QUERY), null).found.isEmpty());
    }

    @Test
    void zoneTransferUpdateAndNotifyAreDns() {
        byte[] transfer = join(hex("0001 0000 0001 0000 0000 0000"), hex("03"), ascii("org"), hex("00 00fc 0001"));
        RecordingTrail trail = inspect(detector, false, join(new byte[] {0, (byte) transfer.length}, transfer), null);
        assertTrue(trail.weight("dns") >= SURE);
        assertEquals("AXFR", trail.first("dns.type"));
        byte[] update = join(
                hex("0001 2800 0001 0000 0001 0000 03"),
                ascii("org"),
                hex("00 0006 0001"),
                hex("c00c 0001 00ff 00000000 0000"));
        assertTrue(inspect(detector, true, update, null).weight("dns") >= SURE);
        byte[] notify = join(hex("0001 2400 0001 0000 0000 0000 03"), ascii("org"), hex("00 0006 0001"));
        assertTrue(inspect(detector, true, notify, null).weight("dns") >= SURE);
    }

    @Test
    void pointersThatDoNotPointBackAreRefused() {
        byte[] self = hex("1a2b 8180 0001 0000 0000 0000 c00c 0001 0001");
        assertTrue(inspect(detector, true, self, null).found.isEmpty());
        byte[] loop = hex("1a2b 8180 0001 0001 0000 0000 0161c00c 0001 0001 c00c 0001 0001 00000000 0004 01020304");
        assertTrue(inspect(detector, true, loop, null).weight("dns") < SURE);
    }

    @Test
    void multicastGroupsMakeTheirProtocols() {
        assertTrue(toGroup(0xffff_e000_00fbL, 0).weight("mdns") >= SURE);
        assertTrue(toGroup(0xfbL, 0xff02_0000_0000_0000L).weight("mdns") >= SURE);
        assertTrue(toGroup(0xffff_e000_00fcL, 0).weight("llmnr") >= SURE);
        assertTrue(toGroup(0x1_0003L, 0xff02_0000_0000_0000L).weight("llmnr") >= SURE);
        assertEquals(0, toGroup(0xffff_e000_00fdL, 0).weight("mdns"));
    }

    @Test
    void unicastMulticastDnsIsKnownByItsBits() {
        byte[] local = join(hex("05"), ascii("_http"), hex("04"), ascii("_tcp"), hex("05"), ascii("local"), hex("00"));
        byte[] question = join(hex("0000 0000 0001 0000 0000 0000"), local, hex("000c 8001"));
        assertTrue(inspect(detector, true, question, null).weight("mdns") >= SURE);
        byte[] answer = join(hex("0000 8400 0000 0001 0000 0000"), local, hex("000c 0001 00000078 0004 01 61 c00c"));
        assertTrue(inspect(detector, true, answer, null).weight("mdns") >= SURE);
        byte[] directory = join(hex("1a2b 0100 0001 0000 0000 0000"), local, hex("000c 0001"));
        assertEquals(0, inspect(detector, true, directory, null).weight("mdns"));
    }

    @Test
    void llmnrReplyIsKnownByItsHeaderAndLife() {
        byte[] question = join(hex("04"), ascii("host"), hex("00 0001 0001"));
        byte[] reply =
                join(hex("1a2b 8000 0001 0001 0000 0000"), question, hex("c00c 0001 0001 0000001e 0004 c0000207"));
        assertTrue(inspect(detector, true, reply, null).weight("llmnr") >= SURE);
        byte[] recursive = reply.clone();
        recursive[3] = (byte) 0x80;
        assertEquals(0, inspect(detector, true, recursive, null).weight("llmnr"));
    }

    @Test
    void netbiosNamesMakeTheNameService() {
        byte[] query = join(hex("1a2b 0110 0001 0000 0000 0000"), FRED, hex("0020 0001"));
        byte[] reply = join(hex("1a2b 8500 0000 0001 0000 0000"), FRED, hex("0020 0001 000493e0 0006 0000 c0000207"));
        RecordingTrail trail = inspect(detector, true, query, reply);
        assertTrue(trail.weight("netbios-ns") >= 100);
        assertEquals(0, trail.weight("dns"));
        assertEquals("FRED<00>", trail.first("dns.query"));
        byte[] registration = join(
                hex("1a2b 2910 0001 0000 0000 0001"),
                FRED,
                hex("0020 0001"),
                hex("c00c 0020 0001 000493e0 0006 0000 c0000207"));
        assertTrue(inspect(detector, true, registration, null).weight("netbios-ns") >= 100);
        byte[] release = registration.clone();
        release[2] = 0x30;
        assertTrue(inspect(detector, true, release, null).weight("netbios-ns") >= 100);
        byte[] wait = join(hex("1a2b bc00 0000 0001 0000 0000"), FRED, hex("000a 0001 00000005 0002 2910"));
        assertTrue(inspect(detector, true, wait, null).weight("netbios-ns") >= 100);
        byte[] status = join(hex("1a2b 0000 0001 0000 0000 0000"), FRED, hex("0021 0001"));
        assertEquals("NBSTAT", inspect(detector, true, status, null).first("dns.type"));
    }

    @Test
    void dnscryptCertificateQueryIsNamed() {
        byte[] query = join(
                hex("1a2b 0100 0001 0000 0000 0000 01 32 0d"),
                ascii("dnscrypt-cert"),
                hex("03"),
                ascii("org"),
                hex("00 0010 0001"));
        assertTrue(inspect(detector, true, query, null).weight("dnscrypt") >= SURE);
        assertEquals(0, inspect(detector, true, QUERY, null).weight("dnscrypt"));
    }

    @Test
    void whoAnswersServes() {
        assertEquals(Role.CLIENT, inspect(detector, true, REPLY, null).server);
        assertEquals(Role.SERVER, inspect(detector, true, QUERY, null).server);
    }

    @Test
    void otherBytesEndIt() {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture other = new ExchangeFixture(true);
        assertEquals(Next.MORE, detector.inspect(other.client(new byte[64]), trail));
        assertEquals(Next.DONE, detector.inspect(other.client(new byte[64]), trail));
        assertEquals(
                Next.DONE,
                detector.inspect(new ExchangeFixture(false).client(ascii("GET / HTTP/1.1\r\n")), new RecordingTrail()));
        assertTrue(trail.found.isEmpty());
        assertNull(trail.first("dns.query"));
        assertFalse(detector.wants(Packet.SCTP));
    }

    @Test
    void hostileBytesAreBorne() {
        DetectorInput.survivesEveryCut(detector, true, QUERY, REPLY);
        DetectorInput.survivesEveryCut(detector, false, join(hex("0021"), QUERY), join(hex("0031"), REPLY));
        DetectorInput.survivesDamage(detector, true, QUERY, REPLY);
        DetectorInput.silentOnRandomBytes(detector);
    }

    private RecordingTrail toGroup(long low, long high) {
        Packet packet = new Packet();
        packet.protocol = Packet.UDP;
        packet.sourceLow = 0xffff_c000_0201L;
        packet.destinationLow = low;
        packet.destinationHigh = high;
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(true, packet, Flow.Direction.INFERRED);
        detector.inspect(exchange.client(QUERY), trail);
        return trail;
    }
}

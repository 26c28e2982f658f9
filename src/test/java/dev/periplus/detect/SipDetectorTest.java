package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Role;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SipDetectorTest {
    private static final String FIELDS = "Via: SIP/2.0/UDP pc33.atlanta.example;branch=z9hG4bK776asdhds\r\n"
            + "To: Bob <sip:bob@biloxi.example>\r\n"
            + "From: Alice <sip:alice@atlanta.example:5060>;tag=1928301774\r\n"
            + "Call-ID: a84b4c76e66710@pc33.atlanta.example\r\nCSeq: 314159 INVITE\r\n";
    private static final byte[] INVITE = ascii("INVITE sip:bob@biloxi.example SIP/2.0\r\n" + FIELDS
            + "User-Agent: Phone 1\r\nContent-Type: application/sdp\r\n\r\n"
            + "v=0\r\no=a 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0\r\n");
    private static final byte[] RINGING = ascii("SIP/2.0 180 Ringing\r\n" + FIELDS + "\r\n");

    private final SipDetector detector = new SipDetector();

    @Test
    void eitherSideAloneIsSureAndBothAreSurer() {
        assertTrue(inspect(detector, true, INVITE, null).weight("sip") >= 90);
        assertTrue(inspect(detector, true, null, RINGING).weight("sip") >= 90);
        assertEquals(120, inspect(detector, true, INVITE, RINGING).weight("sip"));
        assertEquals(120, inspect(detector, false, INVITE, RINGING).weight("sip"));
        assertEquals(
                120, DetectorInput.inspectByteByByte(detector, INVITE, RINGING).weight("sip"));
    }

    @Test
    void fieldsAndMediaAreTold() {
        RecordingTrail trail = inspect(detector, true, INVITE, RINGING);
        assertEquals("INVITE", trail.first("sip.method"));
        assertEquals("sip:bob@biloxi.example", trail.first("sip.uri"));
        assertEquals("180", trail.first("sip.status"));
        assertEquals("Phone 1", trail.first("sip.user_agent"));
        assertEquals("atlanta.example", trail.first("sip.from"));
        assertEquals(List.of("audio 49170 RTP/AVP 0 at 192.0.2.1"), trail.metadata.get("sip.media"));
    }

    @Test
    void compactFieldsCountToo() {
        byte[] compact = ascii("OPTIONS sip:a SIP/2.0\r\nv: SIP/2.0/UDP b\r\nf: <sip:[2001:db8::1]>\r\ni: 1\r\n\r\n");
        RecordingTrail trail = inspect(detector, true, compact, null);
        assertTrue(trail.weight("sip") >= 90);
        assertEquals("[2001:db8::1]", trail.first("sip.from"));
    }

    @Test
    void lineWithoutFieldsCountsLess() {
        double line = inspect(detector, true, ascii("OPTIONS sip:a SIP/2.0\r\n\r\n"), null)
                .weight("sip");
        assertTrue(line >= 70 && line < 90);
    }

    @Test
    void keepAlivesArePassedOver() {
        ExchangeFixture exchange = new ExchangeFixture(true);
        RecordingTrail trail = new RecordingTrail();
        for (String keepAlive : List.of("\r\n\r\n", "\0\0\0\0", "jaK", "")) {
            assertEquals(Next.MORE, detector.inspect(exchange.client(ascii(keepAlive)), trail));
        }
        detector.inspect(exchange.client(INVITE), trail);
        assertTrue(trail.weight("sip") >= 90);
        RecordingTrail stream = inspect(detector, false, join(ascii("\r\n\r\n"), INVITE), null);
        assertTrue(stream.weight("sip") >= 90);
    }

    @Test
    void neighboursAreNotSip() {
        for (String text : List.of(
                "OPTIONS * HTTP/1.1\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n",
                "OPTIONS rtsp://a/ RTSP/1.0\r\n\r\n",
                "M-SEARCH * HTTP/1.1\r\n\r\n",
                "SIP/3.0 200 OK\r\n\r\n",
                "INVITE SIP/2.0\r\n\r\n")) {
            assertTrue(inspect(detector, true, ascii(text), ascii(text)).found.isEmpty(), text);
        }
    }

    @Test
    void whoAnswersServes() {
        assertEquals(Role.CLIENT, inspect(detector, true, RINGING, null).server);
        assertEquals(Role.SERVER, inspect(detector, true, INVITE, RINGING).server);
    }

    @Test
    void cutHeadStillCounts() {
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(new ExchangeFixture(true).speak(Role.CLIENT, Arrays.copyOf(INVITE, 54), INVITE.length), trail);
        assertTrue(trail.weight("sip") >= 70);
    }

    @Test
    void hostileBytesAreBorne() {
        DetectorInput.survivesEveryCut(detector, true, INVITE, RINGING);
        DetectorInput.survivesEveryCut(detector, false, INVITE, RINGING);
        DetectorInput.survivesDamage(detector, true, INVITE, RINGING);
        DetectorInput.silentOnRandomBytes(detector);
    }
}

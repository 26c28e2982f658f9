package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SdpAnnouncerTest {
    private static final String HEAD = "INVITE sip:bob@example.com SIP/2.0\r\nContent-Type: application/sdp\r\n\r\n";
    private static final String SESSION =
            "v=0\r\no=- 1 1 IN IP4 198.51.100.1\r\ns=-\r\nc=IN IP4 198.51.100.1\r\nt=0 0\r\n";

    private final AnnouncerFixture datagrams =
            new AnnouncerFixture(new SdpAnnouncer(new Secrets(false)), Packet.UDP, 5060);
    private final AnnouncerFixture stream =
            new AnnouncerFixture(new SdpAnnouncer(new Secrets(false)), Packet.TCP, 5060);

    private List<String> media(String lines) {
        return datagrams.words(CLIENT, HEAD + SESSION + lines);
    }

    @Test
    void rtpHasItsReportsOnTheNextPort() {
        assertEquals(
                List.of("rtp udp 198.51.100.1:49170", "rtcp udp 198.51.100.1:49171"),
                media("m=audio 49170 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"));
        assertEquals(
                List.of(
                        "rtp udp 198.51.100.1:49170",
                        "rtcp udp 198.51.100.1:49171",
                        "rtp udp 198.51.100.1:49172",
                        "rtcp udp 198.51.100.1:49173"),
                media("m=video 49170/2 RTP/SAVP 31\r\n"));
    }

    @Test
    void reportsMayHaveAnAddressOfTheirOwnOrThatOfRtp() {
        assertEquals(
                List.of("rtp udp 198.51.100.1:49170", "rtcp udp 198.51.100.1:53020"),
                media("m=audio 49170 RTP/AVP 0\r\na=rtcp:53020\r\n"));
        assertEquals(
                List.of("rtp udp 198.51.100.1:49170", "rtcp udp 2001:db8::1:53020"),
                media("m=audio 49170 RTP/AVP 0\r\na=rtcp:53020 IN IP6 2001:db8::1\r\n"));
        assertEquals(
                List.of("rtp udp 198.51.100.1:49170"),
                media("m=audio 49170 UDP/TLS/RTP/SAVPF 0\r\na=rtcp:49170\r\na=rtcp-mux\r\n"));
    }

    @Test
    void aMediumMayHaveAnAddressOfItsOwn() {
        assertEquals(
                List.of("t38 udp 203.0.113.7:4000", "msrp tcp 198.51.100.1:7394", "tls tcp 198.51.100.1:7395"),
                media("m=image 4000 udptl t38\r\nc=IN IP4 203.0.113.7\r\nm=message 7394 TCP/MSRP *\r\n"
                        + "m=message 7395 TCP/TLS/MSRP *\r\n"));
    }

    @Test
    void refusedHeldAndUnknownMediaAreNone() {
        assertEquals(List.of(), media("m=audio 0 RTP/AVP 0\r\nm=audio 9 RTP/AVP 0\r\nm=x 4000 udp 1\r\nm=audio\r\n"));
        assertEquals(List.of(), media("m=audio 4000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n"));
        assertEquals(List.of(), datagrams.words(CLIENT, HEAD + "m=audio 4000 RTP/AVP 0\r\n"));
    }

    @Test
    void candidatesAreOfTheirMedium() {
        assertEquals(
                List.of("rtp udp 203.0.113.141:8998", "rtcp udp 203.0.113.141:8999"),
                media("m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
                        + "a=candidate:1 1 UDP 2130706431 203.0.113.141 8998 typ host\r\n"
                        + "a=candidate:1 2 udp 2130706430 203.0.113.141 8999 typ host\r\n"
                        + "a=candidate:1 1 TCP 2130706430 203.0.113.141 9 typ host tcptype active\r\n"));
    }

    @Test
    void aPrivateAddressMayBeTranslatedToThatOfItsHost() {
        assertEquals(
                List.of("t38 udp 10.1.2.3:4000", "t38 udp 192.0.2.1:4000"),
                media("m=image 4000 udptl t38\r\nc=IN IP4 10.1.2.3\r\n"));
    }

    @Test
    void aDescriptionMayReachOverSegments() {
        assertEquals(List.of(), stream.words(SERVER, HEAD + SESSION.substring(0, 40)));
        assertEquals(
                List.of("t38 udp 198.51.100.1:4000"),
                stream.words(SERVER, SESSION.substring(40) + "m=image 4000 udptl t38\r\nm=audio 40"));
        assertEquals(
                List.of("rtp udp 198.51.100.1:4004", "rtcp udp 198.51.100.1:4005"),
                stream.words(SERVER, "04 RTP/AVP 0\r\n\r\nSIP/2.0 200 OK\r\nm=audio 4006 RTP/AVP 0\r\n"));
    }

    @Test
    void noBytesMakeItThrow() {
        byte[] offer = (HEAD + SESSION + "m=audio 49170/2 RTP/AVP 0\r\na=rtcp:53020 IN IP6 2001:db8::1\r\n"
                        + "a=candidate:1 1 UDP 2130706431 2001:db8::1 8998 typ host\r\nm=message 7395 TCP/TLS/MSRP *\r\n")
                .getBytes(ISO_8859_1);
        byte[][] conversation = {offer, offer, offer};
        long seed = AnnouncerFixture.seed();
        AnnouncerFixture.changed(new SdpAnnouncer(new Secrets(false)), Packet.UDP, conversation, seed);
        AnnouncerFixture.changed(new SdpAnnouncer(new Secrets(false)), Packet.TCP, conversation, seed);
    }
}

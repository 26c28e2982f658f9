package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtspAnnouncerTest {
    private static final String SETUP = "SETUP rtsp://example.com/foo RTSP/1.0\r\nCSeq: 302\r\nTransport: ";
    private static final String OK = "RTSP/1.0 200 OK\r\nCSeq: 302\r\nTransport: ";

    private final AnnouncerFixture fixture =
            new AnnouncerFixture(new RtspAnnouncer(new Secrets(false)), Packet.TCP, 554);

    @Test
    void bothSidesPortsAreInTheAnswer() {
        assertEquals(
                List.of("rtp udp 192.0.2.1:4588", "rtcp udp 192.0.2.1:4589"),
                fixture.words(CLIENT, SETUP + "RTP/AVP;unicast;client_port=4588-4589\r\n\r\n"));
        assertEquals(
                List.of(
                        "rtp udp 192.0.2.1:4588",
                        "rtcp udp 192.0.2.1:4589",
                        "rtp udp 198.51.100.4:6256",
                        "rtcp udp 198.51.100.4:6257"),
                fixture.words(
                        SERVER,
                        OK
                                + "RTP/AVP/UDP;unicast; client_port=4588-4589;server_port=6256-6257;source=198.51.100.4\r\n"));
    }

    @Test
    void groupsHaveOneAddress() {
        assertEquals(
                List.of("rtp udp 233.252.0.1:3456", "rtcp udp 233.252.0.1:3457"),
                fixture.words(SERVER, OK + "RTP/AVP;multicast;ttl=127;destination=233.252.0.1;port=3456-3457\r\n"));
    }

    @Test
    void ofSeveralTransportsThoseOverDatagramsCount() {
        assertEquals(
                List.of("rtp udp 192.0.2.1:4588"),
                fixture.words(
                        CLIENT, SETUP + "RTP/AVP/TCP;interleaved=0-1;client_port=1-2, RTP/AVP;client_port=4588\r\n"));
        assertEquals(List.of(), fixture.words(CLIENT, SETUP + "x-real-rdt/udp;client_port=6970\r\n"));
    }

    @Test
    void version2WritesAddressesWithPorts() {
        assertEquals(
                List.of(
                        "rtp udp 192.0.2.5:3456",
                        "rtcp udp 192.0.2.5:3457",
                        "rtp udp 2001:db8::9:6256",
                        "rtcp udp 2001:db8::9:6257"),
                fixture.words(
                        SERVER,
                        OK + "RTP/AVP/UDP;unicast;dest_addr=\"192.0.2.5:3456\"/\"192.0.2.5:3457\";"
                                + "src_addr=\"[2001:db8::9]:6256\"/\":6257\"\r\n"));
    }

    @Test
    void noBytesMakeItThrow() {
        byte[][] conversation = {
            (SETUP + "RTP/AVP;client_port=4588-4589,RTP/AVP;dest_addr=\":1\"/\":2\"\r\n").getBytes(ISO_8859_1),
            (OK + "RTP/AVP;client_port=4588-4589;server_port=1-2;source=10.0.0.1\r\n").getBytes(ISO_8859_1)
        };
        AnnouncerFixture.changed(
                new RtspAnnouncer(new Secrets(false)), Packet.TCP, conversation, AnnouncerFixture.seed());
    }
}

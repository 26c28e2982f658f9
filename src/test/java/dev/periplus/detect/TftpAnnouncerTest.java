package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.classify.FlowAnnouncement;
import dev.periplus.decode.Packet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TftpAnnouncerTest {
    private static final String READ = "\0\1pxelinux.0\0octet\0";

    private final AnnouncerFixture fixture = new AnnouncerFixture(new TftpAnnouncer(), Packet.UDP, 69);

    @Test
    void aRequestAnnouncesTheClientsPortForTheSameServer() {
        List<FlowAnnouncement> heard = fixture.says(CLIENT, READ.getBytes(ISO_8859_1));
        assertEquals(1, heard.size());
        assertEquals(fixture.flow.host(1), heard.get(0).other());
        assertEquals(
                "announced by a TFTP read request in packet 7", heard.get(0).says());
        assertEquals(List.of("tftp udp 192.0.2.1:40000"), fixture.words(CLIENT, "\0\2a.cfg\0netascii\0"));
    }

    @Test
    void dataAndAcknowledgementsAnnounceNothing() {
        assertEquals(List.of(), fixture.words(CLIENT, "\0\3\0\1data"));
        assertEquals(List.of(), fixture.words(CLIENT, "\0\4\0\1"));
        assertEquals(List.of(), fixture.words(CLIENT, "\0\1"));
    }

    @Test
    void noBytesMakeItThrow() {
        byte[][] conversation = {READ.getBytes(ISO_8859_1), "\0\3\0\1data".getBytes(ISO_8859_1)};
        AnnouncerFixture.changed(new TftpAnnouncer(), Packet.UDP, conversation, AnnouncerFixture.seed());
    }
}

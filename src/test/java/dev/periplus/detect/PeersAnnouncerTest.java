package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeersAnnouncerTest {
    /** The answer to get_peers in BEP 5, with the peers "axje.u" and "idhtnm". */
    private static final String ANSWER =
            "d1:rd2:id20:abcdefghij01234567895:token8:aoeusnth6:valuesl6:axje.u6:idhtnmee1:t2:aa1:y1:re";

    private static final String ASK = "0011223344556677 00000001 0000abcd" + "00".repeat(82);
    private static final String TRACKED = "00000001 0000abcd 00000708 00000001 00000002 cb007107 1ae1 cb007108 1ae2";

    private final AnnouncerFixture datagrams = new AnnouncerFixture(new PeersAnnouncer(), Packet.UDP, 6881);
    private final AnnouncerFixture stream = new AnnouncerFixture(new PeersAnnouncer(), Packet.TCP, 6881);

    @Test
    void theDistributedTableNamesPeers() {
        assertEquals(
                List.of(
                        "bittorrent tcp 97.120.106.101:11893",
                        "bittorrent udp 97.120.106.101:11893",
                        "bittorrent tcp 105.100.104.116:28269",
                        "bittorrent udp 105.100.104.116:28269"),
                datagrams.words(SERVER, ANSWER));
        assertEquals(List.of(), datagrams.words(SERVER, ANSWER.replace("l6:axje", "l7:axje")));
    }

    @Test
    void theTrackersAnswerFollowsItsRequest() {
        assertEquals(List.of(), datagrams.hex(SERVER, TRACKED));
        assertEquals(List.of(), datagrams.hex(CLIENT, ASK));
        assertEquals(
                List.of(
                        "bittorrent tcp 203.0.113.7:6881",
                        "bittorrent udp 203.0.113.7:6881",
                        "bittorrent tcp 203.0.113.8:6882",
                        "bittorrent udp 203.0.113.8:6882"),
                datagrams.hex(SERVER, TRACKED));
    }

    @Test
    void peersExchangePeers() {
        String dictionary = "d5:added6:axje.u7:added.f1:\0e";
        String head = "\0\0\0" + (char) (dictionary.length() + 2) + "\24\1";
        assertEquals(
                List.of("bittorrent tcp 97.120.106.101:11893", "bittorrent udp 97.120.106.101:11893"),
                stream.words(CLIENT, head + dictionary));
        assertEquals(List.of(), stream.words(CLIENT, head.replace('\24', '\7') + dictionary));
    }

    @Test
    void noBytesMakeItThrow() {
        HexFormat hex = HexFormat.of();
        byte[][] conversation = {
            hex.parseHex(ASK.replace(" ", "")), hex.parseHex(TRACKED.replace(" ", "")), ANSWER.getBytes(ISO_8859_1)
        };
        long seed = AnnouncerFixture.seed();
        AnnouncerFixture.changed(new PeersAnnouncer(), Packet.UDP, conversation, seed);
        byte[][] exchange = {"\0\0\0\57\24\1d5:added6:axje.u6:added618:abcdefghijklmnop.ue".getBytes(ISO_8859_1)};
        AnnouncerFixture.changed(new PeersAnnouncer(), Packet.TCP, exchange, seed);
    }
}

package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortmapAnnouncerTest {
    private static final String NO_AUTHENTICATION = "0000000000000000 0000000000000000";

    /** GETPORT of version 2 for program 100005 version 1 over UDP. */
    private static final String GETPORT = "0000002a 00000000 00000002 000186a0 00000002 00000003" + NO_AUTHENTICATION
            + "000186a5 00000001 00000011 00000000";

    /** GETADDR of version 4 for program 100003 version 3 over TCP. */
    private static final String GETADDR = "0000002b 00000000 00000002 000186a0 00000004 00000003" + NO_AUTHENTICATION
            + "000186a3 00000003 00000003 74637000 00000000 00000000";

    private static final String ACCEPTED = "00000001 00000000 0000000000000000 00000000";

    private final AnnouncerFixture datagrams = new AnnouncerFixture(new PortmapAnnouncer(), Packet.UDP, 111);
    private final AnnouncerFixture stream = new AnnouncerFixture(new PortmapAnnouncer(), Packet.TCP, 111);

    @Test
    void anAnswerGivesThePortOfTheProgramAskedFor() {
        assertEquals(List.of(), datagrams.hex(CLIENT, GETPORT));
        assertEquals(List.of("mount udp 192.0.2.9:635"), datagrams.hex(SERVER, "0000002a" + ACCEPTED + "0000027b"));
        assertEquals(List.of(), datagrams.hex(SERVER, "0000002a" + ACCEPTED + "0000027b"));
    }

    @Test
    void universalAddressesEndWithThePort() {
        assertEquals(List.of(), stream.hex(CLIENT, "80000040" + GETADDR));
        String address = "0000000b 302e302e302e302e382e3100";
        assertEquals(
                List.of("nfs tcp 192.0.2.9:2049"), stream.hex(SERVER, "80000028" + "0000002b" + ACCEPTED + address));
    }

    @Test
    void refusalsAndUnknownAnswersGiveNone() {
        datagrams.hex(CLIENT, GETPORT);
        assertEquals(List.of(), datagrams.hex(SERVER, "00000099" + ACCEPTED + "0000027b"));
        assertEquals(List.of(), datagrams.hex(SERVER, "0000002a 00000001 00000001 00000000"));
        assertEquals(List.of(), datagrams.hex(SERVER, "0000002a" + ACCEPTED + "00000000"));
    }

    @Test
    void noBytesMakeItThrow() {
        HexFormat hex = HexFormat.of();
        byte[][] conversation = {
            hex.parseHex(GETPORT.replace(" ", "")),
            hex.parseHex(("0000002a" + ACCEPTED + "0000027b").replace(" ", "")),
            hex.parseHex(GETADDR.replace(" ", "")),
            hex.parseHex(("0000002b" + ACCEPTED + "0000000b302e302e302e302e382e3100").replace(" ", ""))
        };
        long seed = AnnouncerFixture.seed();
        AnnouncerFixture.changed(new PortmapAnnouncer(), Packet.UDP, conversation, seed);
        AnnouncerFixture.changed(new PortmapAnnouncer(), Packet.TCP, conversation, seed);
    }
}

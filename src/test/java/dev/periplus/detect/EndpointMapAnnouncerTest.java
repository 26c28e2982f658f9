package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.classify.FlowAnnouncement;
import dev.periplus.decode.Packet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointMapAnnouncerTest {
    private static final String SYNTAX = "045d888aeb1cc9119fe808002b104860 02000000";
    private static final String MAPPER = "0883afe11f5dc91191a408002b14a0fa 03000000";
    private static final String BIND =
            "05000b03 10000000 48000000 01000000 d016d016 00000000 01000000 0000 0100" + MAPPER + SYNTAX;
    private static final String REQUEST = "05000003 10000000 1c000000 02000000 04000000 0000 0300 00000000";

    /** Interface, NDR, connection-oriented RPC, TCP 49155 and the host. */
    private static final String TOWER = "0500"
            + "1300 0d 785634123412cdabef000123456789ab 0100 0200 0000"
            + "1300 0d 045d888aeb1cc9119fe808002b104860 0200 0200 0000"
            + "0100 0b 0200 0000"
            + "0100 07 0200 c003"
            + "0100 09 0400";

    private final AnnouncerFixture fixture = new AnnouncerFixture(new EndpointMapAnnouncer(), Packet.TCP, 135);

    private static byte[] response(String host) {
        String tower = (TOWER + host).replace(" ", "");
        String length = HexFormat.of().toHexDigits(Integer.reverseBytes(tower.length() / 2));
        String stub =
                "00".repeat(20) + "01000000 04000000 00000000 01000000 00000200" + length + length + tower + "00000000";
        String body = stub.replace(" ", "");
        int size = 24 + body.length() / 2;
        String head = "05000203 10000000" + String.format("%02x%02x0000", size & 0xff, size >> 8)
                + "02000000 00000000 0000 0000";
        return HexFormat.of().parseHex(head.replace(" ", "") + body);
    }

    @Test
    void towersGiveThePortOfTheInterfaceAskedFor() {
        assertEquals(List.of(), fixture.hex(CLIENT, BIND));
        assertEquals(List.of(), fixture.hex(CLIENT, REQUEST));
        List<FlowAnnouncement> heard = fixture.says(SERVER, response("00000000"));
        assertEquals(1, heard.size());
        assertEquals(49155, heard.get(0).port());
        assertEquals(fixture.flow.host(SERVER), heard.get(0).address());
        assertEquals(
                "announced by the endpoint mapper for interface 12345678-1234-abcd-ef00-0123456789ab in packet 7",
                heard.get(0).says());
    }

    @Test
    void theHostOfTheTowerIsTakenTooWhereItIsAnother() {
        fixture.hex(CLIENT, BIND);
        fixture.hex(CLIENT, REQUEST);
        assertEquals(
                List.of("dcerpc tcp 192.0.2.9:49155", "dcerpc tcp 10.0.0.5:49155"),
                fixture.words(SERVER, response("0a000005")));
    }

    @Test
    void otherInterfacesAndOtherCallsAreNotRead() {
        fixture.hex(CLIENT, BIND.replace(MAPPER, SYNTAX));
        fixture.hex(CLIENT, REQUEST);
        assertEquals(List.of(), fixture.words(SERVER, response("00000000")));
        fixture.hex(CLIENT, BIND);
        fixture.hex(CLIENT, REQUEST.replace("0000 0300", "0000 0200"));
        assertEquals(List.of(), fixture.words(SERVER, response("00000000")));
    }

    @Test
    void noBytesMakeItThrow() {
        HexFormat hex = HexFormat.of();
        byte[] both = hex.parseHex((BIND + REQUEST).replace(" ", ""));
        byte[][] conversation = {both, response("0a000005"), both, response("00000000")};
        AnnouncerFixture.changed(new EndpointMapAnnouncer(), Packet.TCP, conversation, AnnouncerFixture.seed());
    }
}

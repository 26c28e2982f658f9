package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class H225AnnouncerTest {
    /** Connect with a bearer capability before the user information; the address is 192.0.2.9:30001. */
    private static final String CONNECT =
            "03000026 08 02 8001 07 04 03 8090a5 7e 0015 05" + "22 c0 06 0008914a0004 00 c0000209 7531 0000 0000";

    private static final String SETUP_6 = "0300002f 08 02 0001 05 7e 0023 05"
            + "20 c0 06 0008914a0002 30 20010db8000000000000000000000001 7532 0000 000000 00";

    private final AnnouncerFixture fixture = new AnnouncerFixture(new H225Announcer(), Packet.TCP, 1720);

    @Test
    void connectAndSetupGiveTheAddressOfTheControlChannel() {
        assertEquals(List.of("h245 tcp 192.0.2.9:30001"), fixture.hex(SERVER, CONNECT));
        assertEquals(List.of("h245 tcp 2001:db8::1:30002", "h245 tcp 192.0.2.1:30002"), fixture.hex(CLIENT, SETUP_6));
        assertEquals(
                List.of("h245 tcp 192.0.2.9:30001", "h245 tcp 192.0.2.9:30001"),
                fixture.hex(SERVER, CONNECT + CONNECT));
    }

    @Test
    void messagesWithoutItAndOthersGiveNone() {
        assertEquals(List.of(), fixture.hex(SERVER, CONNECT.replace("22 c0", "22 80")));
        assertEquals(List.of(), fixture.hex(SERVER, CONNECT.replace("22 c0", "23 c0")));
        assertEquals(List.of(), fixture.hex(SERVER, CONNECT.replace("914a", "914b")));
        assertEquals(List.of(), fixture.hex(SERVER, CONNECT.substring(0, CONNECT.indexOf("7531"))));
    }

    @Test
    void noBytesMakeItThrow() {
        HexFormat hex = HexFormat.of();
        byte[] connect = hex.parseHex(CONNECT.replace(" ", ""));
        byte[] setup = hex.parseHex(SETUP_6.replace(" ", ""));
        AnnouncerFixture.changed(
                new H225Announcer(), Packet.TCP, new byte[][] {setup, connect}, AnnouncerFixture.seed());
    }
}

package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnAnnouncerTest {
    private static final String ID = "b7e7a701bc34d686fa87dfae";

    /** Address and port as in RFC 5769 sections 2.2 and 2.3: 192.0.2.1 and 2001:db8:1234:5678:11:2233:4455:6677, port 32853. */
    private static final String RELAYED = "0016 0008 0001 a147 e112a643";

    private static final String RELAYED_6 = "0016 0014 0002 a147 0113a9faa5d3f179bc25f4b5bed2b9d9";

    private final AnnouncerFixture fixture = new AnnouncerFixture(new TurnAnnouncer(), Packet.UDP, 3478);

    @Test
    void theAnswerToAllocateGivesTheRelayedAddress() {
        String lifetime = "000d 0004 00000258";
        assertEquals(
                List.of("stun udp 192.0.2.1:32853"),
                fixture.hex(SERVER, "0103 0014 2112a442" + ID + lifetime + RELAYED));
        assertEquals(
                List.of("stun udp 2001:db8:1234:5678:11:2233:4455:6677:32853"),
                fixture.hex(SERVER, "0103 0018 2112a442" + ID + RELAYED_6));
    }

    @Test
    void otherMessagesGiveNone() {
        assertEquals(List.of(), fixture.hex(SERVER, "0101 000c 2112a442" + ID + RELAYED));
        assertEquals(List.of(), fixture.hex(SERVER, "0103 000c 2112a443" + ID + RELAYED));
        assertEquals(List.of(), fixture.hex(SERVER, "0103 000c 2112a442" + ID + "0016 0008 0001"));
    }

    @Test
    void noBytesMakeItThrow() {
        byte[] answer = HexFormat.of().parseHex(("010300282112a442" + ID + RELAYED + RELAYED_6).replace(" ", ""));
        AnnouncerFixture.changed(
                new TurnAnnouncer(), Packet.UDP, new byte[][] {answer, answer}, AnnouncerFixture.seed());
    }
}

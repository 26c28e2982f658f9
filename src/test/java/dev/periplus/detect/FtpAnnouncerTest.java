package dev.periplus.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.classify.FlowAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FtpAnnouncerTest {
    private static final int CLIENT = 0;
    private static final int SERVER = 1;

    private final Flow flow = new AnnouncerFixture(new FtpAnnouncer(new Secrets(false)), Packet.TCP, 21).flow;

    private static List<FlowAnnouncement> heard(int side, byte[] bytes) {
        return new AnnouncerFixture(new FtpAnnouncer(new Secrets(false)), Packet.TCP, 21).says(side, bytes);
    }

    private static List<Integer> ports(int side, String text) {
        return heard(side, text.getBytes(ISO_8859_1)).stream()
                .map(FlowAnnouncement::port)
                .toList();
    }

    @Test
    void takesEveryFormOfAnnouncement() {
        assertEquals(List.of(30001), ports(SERVER, "227 Entering Passive Mode (192,0,2,9,117,49).\r\n"));
        assertEquals(List.of(30001), ports(SERVER, "227 =192,0,2,9,117,49\r\n"));
        assertEquals(List.of(6446), ports(SERVER, "229 Entering Extended Passive Mode (|||6446|)\r\n"));
        assertEquals(List.of(51133), ports(CLIENT, "EPRT |1|192.0.2.1|51133|\r\n"));
        assertEquals(List.of(1025), ports(CLIENT, "port 192,0,2,1,4,1\r\n"));
        assertEquals(List.of(1025), ports(CLIENT, "TYPE I\r\nPORT 192,0,2,1,4,1\r\n"));
    }

    @Test
    void takesTheAddressNamedAndThatOfTheHostWhereTheyDiffer() {
        List<FlowAnnouncement> heard = heard(SERVER, "227 ok (10,0,0,5,117,49)\r\n".getBytes(ISO_8859_1));
        assertEquals(2, heard.size());
        assertEquals(flow.host(SERVER), heard.get(0).address());
        assertEquals(Address.parse("10.0.0.5"), heard.get(1).address());
        assertEquals(flow.host(CLIENT), heard.get(1).other());
        assertNull(heard.get(0).other());
    }

    @Test
    void refusesWhatIsNotWhole() {
        for (String text : List.of(
                "227 Entering (192,0,2,9,117",
                "227 Entering (192,0,2,999,117,49)",
                "229 Entering (|||99999|)",
                "229 Entering (|||",
                "PORT 1,2,3,4,5,6",
                "227 no numbers here")) {
            assertEquals(List.of(), ports(SERVER, text), text);
        }
        assertEquals(List.of(), ports(CLIENT, "227 Entering Passive Mode (192,0,2,9,117,49).\r\n"));
    }

    @Test
    void readsALineThatTwoSegmentsShare() {
        AnnouncerFixture fixture = new AnnouncerFixture(new FtpAnnouncer(new Secrets(false)), Packet.TCP, 21);
        assertEquals(List.of(), fixture.words(SERVER, "150 ok\r\n227 ok (192,0,2,9,"));
        assertEquals(List.of(), fixture.words(SERVER, "117"));
        assertEquals(List.of("ftp-data tcp 192.0.2.9:30001"), fixture.words(SERVER, ",49)\r\n"));
        assertEquals(List.of(), fixture.words(SERVER, "227 ok (192,0,2,9,"));
        fixture.loses(SERVER, 3);
        assertEquals(List.of(), fixture.words(SERVER, "117,49)\r\n"));
    }

    @Test
    void noBytesMakeItThrow() {
        long seed = AnnouncerFixture.seed();
        Random random = new Random(seed);
        String alphabet = "227 229 PORTEPRT|,()\r\n0123456789";
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(700)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            for (FlowAnnouncement announcement : heard(random.nextInt(2), bytes)) {
                assertTrue(announcement.port() > 0 && announcement.port() <= 0xffff, "seed " + seed);
            }
        }
    }
}

package dev.periplus.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Metadata;
import dev.periplus.classify.Announcements;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EchoAnnouncerTest {
    private static final int HEADER = 8;

    private final Flow flow = FlowFixture.begin(FlowFixture.first(Packet.ICMP, "192.0.2.1", 8, "192.0.2.9", 0))
            .flow();
    private final Announcements heard = new Announcements(new EchoAnnouncer(), announcement -> {});

    private void says(boolean request, int sequence, byte[] data, int lost) {
        Packet packet = new Packet();
        packet.bytes = new byte[HEADER + data.length];
        packet.bytes[5] = 7;
        packet.bytes[7] = (byte) sequence;
        System.arraycopy(data, 0, packet.bytes, HEADER, data.length);
        packet.protocol = Packet.ICMP;
        packet.sourcePort = request ? 8 : 0;
        packet.inspectedHeader = HEADER;
        packet.payloadOffset = HEADER;
        packet.payloadLength = data.length + lost;
        packet.payloadCaptured = data.length;
        heard.hear(flow, request ? 0 : 1, packet);
    }

    private static byte[] data(int stamp, int rest) {
        byte[] data = new byte[56];
        Arrays.fill(data, (byte) rest);
        data[3] = (byte) stamp;
        return data;
    }

    private List<String> found() {
        Metadata fields = heard.fields();
        return List.of(
                String.join("", fields.values("icmp", "altered")), String.join("", fields.values("icmp", "varied")));
    }

    @Test
    void pingsDifferInTheirTimeStampOnly() {
        for (int i = 0; i < 100; i++) {
            says(true, i, data(i, 'a'), 0);
            says(false, i, data(i, 'a'), 0);
        }
        assertEquals(List.of("", ""), found());
    }

    @Test
    void repliesWithOtherDataAndRequestsThatVaryAreCounted() {
        for (int i = 0; i < 10; i++) {
            says(true, i, data(i, i), 0);
            says(false, i, data(i, 100 + i), 0);
        }
        assertEquals(List.of("10", "9"), found());
    }

    @Test
    void repliesWithoutARequestAndCutPacketsAreNot() {
        says(false, 1, data(1, 1), 0);
        says(true, 2, data(2, 2), 0);
        says(false, 2, data(3, 3), 8);
        assertEquals(List.of("", ""), found());
    }

    @Test
    void noBytesMakeItThrow() {
        byte[] bytes = new byte[64];
        AnnouncerFixture.changed(
                new EchoAnnouncer(), Packet.ICMP, new byte[][] {bytes, bytes}, AnnouncerFixture.seed());
    }
}

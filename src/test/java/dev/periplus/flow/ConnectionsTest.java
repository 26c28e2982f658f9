package dev.periplus.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Which segments of one 5-tuple are one connection. */
class ConnectionsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SYN = Packet.SYN;
    private static final int ACK = Packet.ACK;
    private static final int FIN = Packet.FIN;
    private static final int RST = Packet.RST;
    private static final boolean CLIENT = true;
    private static final boolean SERVER = false;

    private final List<Flow> flows = new ArrayList<>();
    private final FlowTable table = new FlowTable(FlowSettings.DEFAULT, new FlowListener() {
        @Override
        public void said(Exchange exchange) {}

        @Override
        public void ended(Flow flow) {
            flows.add(flow);
        }
    });
    private long number;
    private long now;

    private void send(boolean client, int flags, long sequence, long acknowledged, String payload) {
        Packet packet = new Packet();
        packet.protocol = Packet.TCP;
        packet.ipVersion = 4;
        packet.number = ++number;
        packet.time = now;
        packet.clock = now;
        packet.sourceLow = client ? 1 : 2;
        packet.destinationLow = client ? 2 : 1;
        packet.sourcePort = client ? 40_000 : 80;
        packet.destinationPort = client ? 80 : 40_000;
        packet.tcpFlags = flags;
        packet.tcpSequence = sequence & 0xffff_ffffL;
        packet.tcpAcknowledgement = acknowledged & 0xffff_ffffL;
        packet.bytes = payload.getBytes(ISO_8859_1);
        packet.payloadCaptured = payload.length();
        packet.payloadLength = payload.length();
        packet.ipLength = payload.length() + 40;
        table.onPacket(packet);
        now += SECOND / 100;
    }

    private void after(long seconds) {
        now += seconds * SECOND;
    }

    private void open(long client, long server) {
        send(CLIENT, SYN, client, 0, "");
        send(SERVER, SYN | ACK, server, client + 1, "");
        send(CLIENT, ACK, client + 1, server + 1, "");
    }

    private void talk(long client, long server) {
        send(CLIENT, ACK, client + 1, server + 1, "question");
        send(SERVER, ACK, server + 1, client + 9, "answer");
    }

    private void close(long client, long server) {
        send(CLIENT, FIN | ACK, client + 9, server + 7, "");
        send(SERVER, FIN | ACK, server + 7, client + 10, "");
        send(CLIENT, ACK, client + 10, server + 8, "");
    }

    /** Ends the input; returns packets of side 0 and 1 of each flow. */
    private List<String> ended() {
        table.endAll();
        flows.sort((a, b) -> Long.compare(a.firstPacket(), b.firstPacket()));
        return flows.stream()
                .map(flow -> flow.packets(flow.clientSide()) + "+" + flow.packets(flow.serverSide()) + " "
                        + flow.direction().name().toLowerCase(Locale.ROOT) + " from "
                        + flow.port(flow.clientSide()))
                .toList();
    }

    @Test
    void aSynThatIsAnsweredBeginsTheNextFlowWhileTheFirstIsOpen() {
        for (int i = 0; i < 3; i++) {
            open(1000 + 1_000_000L * i, 5000 + 1_000_000L * i);
            talk(1000 + 1_000_000L * i, 5000 + 1_000_000L * i);
            after(5);
        }
        assertEquals(List.of("3+2 observed from 40000", "3+2 observed from 40000", "3+2 observed from 40000"), ended());
        assertEquals(4, flows.get(0).end() * 100 / SECOND);
        assertEquals(505, flows.get(1).start() * 100 / SECOND);
    }

    @Test
    void soItDoesWhereOnlyOneSideHasFinished() {
        open(1000, 5000);
        talk(1000, 5000);
        send(CLIENT, FIN | ACK, 1009, 5007, "");
        after(20);
        open(7_000_000, 9_000_000);
        assertEquals(List.of("4+2 observed from 40000", "2+1 observed from 40000"), ended());
    }

    @Test
    void soItDoesInACaptureOfOneSide() {
        send(CLIENT, SYN, 1000, 0, "");
        send(CLIENT, ACK, 1001, 5001, "question");
        send(CLIENT, SYN, 8_001_000, 0, "");
        send(CLIENT, ACK, 8_001_001, 6001, "another");
        assertEquals(List.of("2+0 observed from 40000", "2+0 observed from 40000"), ended());
    }

    @Test
    void soItDoesOnlyWithTheServersSide() {
        send(SERVER, SYN | ACK, 5000, 1001, "");
        send(SERVER, ACK, 5001, 1009, "answer");
        send(SERVER, SYN | ACK, 8_005_000, 8_001_001, "");
        send(SERVER, ACK, 8_005_001, 8_001_009, "another");
        assertEquals(List.of("0+2 observed from 40000", "0+2 observed from 40000"), ended());
    }

    @Test
    void theRolesMayBeSwapped() {
        open(1000, 5000);
        talk(1000, 5000);
        send(SERVER, SYN, 77_000_000, 0, "");
        send(CLIENT, SYN | ACK, 88_000_000, 77_000_001, "");
        send(SERVER, ACK, 77_000_001, 88_000_001, "");
        assertEquals(List.of("3+2 observed from 40000", "2+1 observed from 80"), ended());
    }

    @Test
    void aRefusedSynIsAFlowOfItsOwn() {
        open(1000, 5000);
        talk(1000, 5000);
        after(30);
        send(CLIENT, SYN, 8_001_000, 0, "");
        send(SERVER, RST | ACK, 0, 8_001_001, "");
        assertEquals(List.of("3+2 observed from 40000", "1+1 observed from 40000"), ended());
    }

    @Test
    void aSynThatNobodyAcceptsSplitsNothing() {
        open(1000, 5000);
        send(CLIENT, SYN, 123_456_789, 0, "");
        send(SERVER, ACK, 5001, 1001, "");
        talk(1000, 5000);
        assertEquals(List.of("4+3 observed from 40000"), ended());
        assertEquals(8, flows.get(0).payload(0));
    }

    @Test
    void aSynSentAgainBelongsToItsFlow() {
        send(CLIENT, SYN, 1000, 0, "");
        after(3);
        open(1000, 5000);
        talk(1000, 5000);
        assertEquals(List.of("4+2 observed from 40000"), ended());
    }

    @Test
    void aSynSentAgainAfterARefusalBelongsToItsFlowWhichIsOpenAgain() {
        send(CLIENT, SYN, 1000, 0, "");
        send(SERVER, RST | ACK, 0, 1001, "");
        open(1000, 5000);
        after(20);
        talk(1000, 5000);
        assertEquals(List.of("4+3 observed from 40000"), ended());
    }

    @Test
    void lateSegmentsOpenNoFlow() {
        send(SERVER, SYN | ACK, 5000, 1001, "");
        send(CLIENT, ACK, 1001, 5001, "");
        talk(1000, 5000);
        close(1000, 5000);
        send(CLIENT, SYN, 1000, 0, "");
        after(20);
        send(SERVER, FIN | ACK, 5007, 1010, "");
        send(CLIENT, ACK, 1010, 5008, "");
        send(CLIENT, SYN, 1000, 0, "");
        send(CLIENT, RST, 1010, 0, "");
        assertEquals(List.of("5+3 observed from 40000"), ended());
        assertEquals(4, table.counters().late);
    }

    @Test
    void newBytesAfterTheEndDo() {
        open(1000, 5000);
        talk(1000, 5000);
        close(1000, 5000);
        after(20);
        send(CLIENT, ACK, 1010, 5008, "what is this?");
        assertEquals(2, ended().size());
    }

    @Test
    void anotherConnectionSoonAfterTheEndIsAFlow() {
        open(1000, 5000);
        talk(1000, 5000);
        close(1000, 5000);
        after(20);
        open(700, 5_000_000);
        assertEquals(List.of("5+3 observed from 40000", "2+1 observed from 40000"), ended());
    }

    @Test
    void aResetOutsideTheWindowClosesNothing() {
        open(1000, 5000);
        send(CLIENT, RST, 1_000_000_000, 0, "");
        after(12);
        talk(1000, 5000);
        assertEquals(List.of("4+2 observed from 40000"), ended());
    }

    @Test
    void aResetInsideItCloses() {
        open(1000, 5000);
        send(CLIENT, RST, 1001, 0, "");
        after(12);
        send(CLIENT, ACK, 1001, 5001, "on");
        assertEquals(2, ended().size());
    }

    @Test
    void whoSendsASynLaterTurnsNothing() {
        send(CLIENT, SYN, 1000, 0, "");
        send(SERVER, ACK, 0, 1001, "");
        send(SERVER, SYN, 5000, 0, "");
        send(CLIENT, SYN | ACK, 1000, 5001, "");
        talk(1000, 5000);
        List<String> split = ended();
        assertEquals(1, split.size());
        assertEquals("3+3", split.get(0).substring(0, 3));
        assertEquals(40_000, flows.get(0).port(flows.get(0).clientSide()));
    }

    @Test
    void aByteThatIsSentAgainCountsOnce() {
        open(1000, 5000);
        for (int copy = 0; copy < 2; copy++) {
            talk(1000, 5000);
        }
        send(CLIENT, ACK, 1005, 5007, "tion and more");
        send(CLIENT, ACK, 1017, 5007, "e");
        table.endAll();
        assertEquals(17, flows.get(0).payload(0));
        assertEquals(6, flows.get(0).payload(1));
        assertEquals(0, flows.get(0).missed(0));
    }

    @Test
    void whatIsMissingIsCountedUntilItComes() {
        open(1000, 5000);
        send(CLIENT, ACK, 1101, 5001, "after a gap");
        send(CLIENT, ACK, 1041, 5001, "0123456789");
        send(CLIENT, ACK, 1301, 5001, "after another");
        send(SERVER, ACK, 5001, 1314, "");
        table.endAll();
        assertEquals(34, flows.get(0).payload(0));
        assertEquals(90 + 189, flows.get(0).missed(0));
        assertEquals(0, flows.get(0).missed(1));
    }
}

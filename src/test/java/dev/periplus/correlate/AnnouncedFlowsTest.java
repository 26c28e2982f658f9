package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.classify.Expected;
import dev.periplus.classify.FlowAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import dev.periplus.flow.Role;
import dev.periplus.rule.RuleLoader;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnouncedFlowsTest {
    private static final String CLIENT = "192.0.2.1";
    private static final String SERVER = "192.0.2.9";
    private static final long SECOND = 1_000_000_000L;

    private CorrelationState state;
    private AnnouncedFlows announced;

    @BeforeEach
    void begin() {
        state = new CorrelationState(new RuleLoader().packaged().load());
        announced = new AnnouncedFlows(state);
    }

    private static FlowFixture flow(int protocol, String client, int clientPort, String server, int serverPort) {
        Packet first = FlowFixture.first(protocol, client, clientPort, server, serverPort);
        first.number = 9;
        return FlowFixture.begin(first).sends(0, 1, 10);
    }

    /** Announces an address and port {@code before} the flows of this test begin. */
    private void announce(Expected expected, String address, int port, String other, long before) {
        Packet at = FlowFixture.first(expected.protocol(), address, port, other.isEmpty() ? address : other, 1);
        announced.observe(new FlowAnnouncement(
                expected,
                new Address(at.sourceHigh, at.sourceLow),
                port,
                other.isEmpty() ? null : new Address(at.destinationHigh, at.destinationLow),
                1,
                at.time - before,
                "announced"));
    }

    private List<String> labels(Flow flow) {
        announced.apply(flow);
        return state.added(flow).stream().map(Evidence::label).toList();
    }

    @Test
    void aTransferIsKnownByItsClientsPortAndHost() {
        Expected transfer = Expected.ofAnyForm("tftp", Packet.UDP, Role.CLIENT, 80);
        announce(transfer, CLIENT, 2000, SERVER, SECOND);
        Flow flow = flow(Packet.UDP, SERVER, 3000, CLIENT, 2000).flow();
        assertEquals(List.of("tftp"), labels(flow));
        assertEquals(1, flow.clientSide(), "who sent the request is the client");
        assertEquals(
                List.of(),
                labels(flow(Packet.UDP, "192.0.2.8", 3000, CLIENT, 2000).flow()));
    }

    @Test
    void theServersPortSuitsAnyClientThatOpensTheFlow() {
        announce(Expected.ofAnyForm("ftp-data", Packet.TCP, Role.SERVER, 80), SERVER, 2000, "", SECOND);
        assertEquals(
                List.of("ftp-data"),
                labels(flow(Packet.TCP, CLIENT, 3000, SERVER, 2000).observed().flow()));
        assertEquals(
                List.of(),
                labels(flow(Packet.TCP, SERVER, 2000, CLIENT, 3000).observed().flow()));
    }

    @Test
    void peersMaySpeakFirst() {
        announce(Expected.ofPeers("rtp", Packet.UDP, 60), SERVER, 2000, "", SECOND);
        Flow flow = flow(Packet.UDP, SERVER, 2000, CLIENT, 3000).flow();
        assertEquals(List.of("rtp"), labels(flow));
        assertEquals(0, flow.clientSide());
    }

    @Test
    void holdsForFiveMinutesAndTheLatestCounts() {
        Expected rtp = Expected.ofPeers("rtp", Packet.UDP, 60);
        announce(rtp, SERVER, 2000, "", 301 * SECOND);
        assertEquals(
                List.of(), labels(flow(Packet.UDP, CLIENT, 3000, SERVER, 2000).flow()));
        announce(Expected.ofPeers("rtcp", Packet.UDP, 60), SERVER, 2000, "", 2 * SECOND);
        announce(rtp, SERVER, 2000, "", 3 * SECOND);
        assertEquals(
                List.of("rtcp"),
                labels(flow(Packet.UDP, CLIENT, 3000, SERVER, 2000).flow()));
    }

    @Test
    void whatIsSaidAgainAtOnceTakesNoRoom() {
        Expected rtp = Expected.ofPeers("rtp", Packet.UDP, 60);
        announce(rtp, SERVER, 2000, "192.0.2.7", 2 * SECOND);
        for (int i = 0; i < 100; i++) {
            announce(rtp, SERVER, 2000, "192.0.2.8", SECOND);
        }
        assertEquals(
                List.of("rtp"),
                labels(flow(Packet.UDP, "192.0.2.7", 3000, SERVER, 2000).flow()));
    }

    @Test
    void aFlowDoesNotAnnounceItself() {
        announce(Expected.ofPeers("rtp", Packet.UDP, 60), SERVER, 2000, "", SECOND);
        Packet first = FlowFixture.first(Packet.UDP, CLIENT, 3000, SERVER, 2000);
        assertEquals(List.of(), labels(FlowFixture.begin(first).sends(0, 1, 10).flow()));
    }
}

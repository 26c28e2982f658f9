package dev.periplus.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two directions of a connection, captured on two VLANs. */
class ContinuationTest {
    private static final int CLIENTS = 10;
    private static final int SERVERS = 20;

    private final List<Flow> flows = new ArrayList<>();
    private final FlowTable table = new FlowTable(FlowSettings.DEFAULT, new FlowListener() {
        @Override
        public void said(Exchange exchange) {}

        @Override
        public void ended(Flow flow) {
            flows.add(flow);
        }
    });
    private long now;

    private Packet packet(int protocol, boolean client, int vlan, String payload) {
        Packet packet = client
                ? FlowFixture.first(protocol, "10.0.0.1", 40_000, "10.0.0.2", 53)
                : FlowFixture.first(protocol, "10.0.0.2", 53, "10.0.0.1", 40_000);
        packet.vlan = vlan;
        packet.time += now;
        packet.clock = packet.time;
        packet.bytes = payload.getBytes(ISO_8859_1);
        packet.payloadCaptured = payload.length();
        packet.payloadLength = payload.length();
        now += 10_000_000;
        return packet;
    }

    private void tcp(boolean client, int vlan, int flags, long sequence, long acknowledged, String payload) {
        Packet packet = packet(Packet.TCP, client, vlan, payload);
        packet.tcpFlags = flags;
        packet.tcpSequence = sequence;
        packet.tcpAcknowledgement = acknowledged;
        table.onPacket(packet);
    }

    private void connection(long clientIsn, int clientVlan, long serverIsn, int serverVlan) {
        tcp(true, clientVlan, Packet.SYN, clientIsn, 0, "");
        tcp(false, serverVlan, Packet.SYN | Packet.ACK, serverIsn, clientIsn + 1, "");
        tcp(true, clientVlan, Packet.ACK, clientIsn + 1, serverIsn + 1, "question");
        tcp(false, serverVlan, Packet.ACK, serverIsn + 1, clientIsn + 9, "answer");
    }

    private boolean areHalves() {
        table.endAll();
        assertEquals(2, flows.size());
        assertEquals(
                Continuation.areHalves(flows.get(0), flows.get(1)), Continuation.areHalves(flows.get(1), flows.get(0)));
        return Continuation.areHalves(flows.get(0), flows.get(1));
    }

    @Test
    void halvesThatAcknowledgeEachOtherAreOneFlow() {
        connection(1000, CLIENTS, 5000, SERVERS);
        assertTrue(areHalves());
        Flow client = flows.get(flows.get(0).packets(0) > 0 && flows.get(0).port(0) == 40_000 ? 0 : 1);
        Flow server = flows.get(client == flows.get(0) ? 1 : 0);
        Continuation.joinHalf(client, server);
        assertEquals(2, client.packets(client.clientSide()));
        assertEquals(2, client.packets(client.serverSide()));
        assertEquals(8, client.payload(client.clientSide()));
        assertEquals(6, client.payload(client.serverSide()));
        assertEquals(Flow.Direction.OBSERVED, client.direction());
        assertEquals(CLIENTS, client.vlan());
        assertNotNull(client.otherHalf());
        assertEquals(SERVERS, client.otherHalf().vlan());
    }

    @Test
    void oneOfThemMayHaveNoTag() {
        connection(1000, 0, 5000, SERVERS);
        assertTrue(areHalves());
    }

    /** Two networks with the same addresses. */
    @Test
    void halvesOfTwoConnectionsAreNot() {
        tcp(true, CLIENTS, Packet.ACK, 1001, 5001, "question");
        tcp(false, SERVERS, Packet.ACK, 700_000, 900_000, "answer");
        assertFalse(areHalves());
    }

    @Test
    void bothDirectionsTwiceAreNot() {
        connection(1000, CLIENTS, 5000, CLIENTS);
        connection(1000, SERVERS, 5000, SERVERS);
        assertFalse(areHalves());
    }

    @Test
    void aDatagramAnswersWithTheSameIdentifier() {
        table.onPacket(packet(Packet.UDP, true, CLIENTS, "\1\2query"));
        table.onPacket(packet(Packet.UDP, false, SERVERS, "\1\2answer"));
        assertTrue(areHalves());
    }

    @Test
    void notWithAnother() {
        table.onPacket(packet(Packet.UDP, true, CLIENTS, "\1\2query"));
        table.onPacket(packet(Packet.UDP, false, SERVERS, "\1\3answer"));
        assertFalse(areHalves());
    }

    @Test
    void norLater() {
        table.onPacket(packet(Packet.UDP, true, CLIENTS, "\1\2query"));
        now += 60_000_000_000L;
        table.onPacket(packet(Packet.UDP, false, SERVERS, "\1\2answer"));
        assertFalse(areHalves());
    }
}

package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static final long MILLISECOND = 1_000_000L;

    private static FlowFixture begin(String client, int clientPort, String server, int serverPort) {
        return FlowFixture.begin(FlowFixture.first(Packet.TCP, client, clientPort, server, serverPort));
    }

    private static FlowFixture begin() {
        return begin("10.0.0.1", 40_000, "10.0.0.2", 443);
    }

    @Test
    void largePacketsInQuickSuccessionAreBursts() {
        Flow flow = begin().sends(1, 1, 999)
                .after(4 * MILLISECOND)
                .sends(1, 1, 1000)
                .after(5 * MILLISECOND)
                .sends(1, 1, 1000)
                .flow();
        assertEquals(2, flow.large(1));
        assertEquals(1, flow.bursts(1));
        assertEquals(0, flow.large(0));
    }

    @Test
    void aFurtherMessageOfAPacketAddsItsPayloadOnly() {
        Flow flow = FlowFixture.begin(FlowFixture.first(Packet.SCTP, "10.0.0.1", 40_000, "10.0.0.2", 443))
                .sends(0, 1, 100)
                .flow();
        Packet message = new Packet();
        message.bundled = true;
        message.payloadLength = 7;
        message.ipLength = 1000;
        PacketCount.add(flow, message, 0);
        assertEquals(1, flow.packets(0));
        assertEquals(140, flow.bytes(0));
        assertEquals(107, flow.payload(0));
    }

    @Test
    void truncatedPayloadIsNoted() {
        Flow flow = begin().sends(0, 1, 100).flow();
        assertFalse(flow.lacks(Lack.CUT));
        Packet truncated = new Packet();
        truncated.payloadCaptured = 9;
        truncated.payloadLength = 10;
        PacketCount.add(flow, truncated, 1);
        assertTrue(flow.lacks(Lack.CUT));
    }

    @Test
    void flagsAreAddedUpAsUnsigned() {
        Flow flow = begin().flags(0, 0x80 | Packet.SYN).flags(0, Packet.ACK).flow();
        assertEquals(0x80 | Packet.SYN | Packet.ACK, flow.flags(0));
        assertEquals(0, flow.flags(1));
    }

    @Test
    void bytesTurnTheDirectionUnlessItWasObserved() {
        Flow midstream = begin().midstream().flow();
        midstream.serverIs(0);
        assertEquals(1, midstream.clientSide());
        assertEquals(Flow.Direction.INFERRED, midstream.direction());
        assertEquals(Role.SERVER, midstream.role(0));
        Flow observed = begin().observed().flow();
        observed.serverIs(0);
        assertEquals(0, observed.clientSide());
        assertEquals(Flow.Direction.OBSERVED, observed.direction());
    }

    @Test
    void aMappedAddressOfAnIpv6FlowIsWrittenAsSuch() {
        Packet first = FlowFixture.first(Packet.UDP, "10.0.0.1", 1, "10.0.0.2", 2);
        assertEquals("10.0.0.1", new Flow(first).address(0));
        first.ipVersion = 6;
        assertEquals("::ffff:10.0.0.1", new Flow(first).address(0));
    }

    @Test
    void theContinuationAddsUpWhicheverSideItSawFirst() {
        Flow flow = begin().observed().sends(0, 3, 10).sends(1, 2, 1000).flow();
        Flow later = begin("10.0.0.2", 443, "10.0.0.1", 40_000)
                .midstream()
                .from(2000, 30)
                .after(MILLISECOND)
                .sends(0, 5, 2000)
                .sends(1, 7, 20)
                .over(99)
                .flow();
        Continuation.join(flow, later);
        assertEquals(10, flow.packets(0));
        assertEquals(7, flow.packets(1));
        assertEquals(170, flow.payload(0));
        assertEquals(12_000, flow.payload(1));
        assertEquals(7, flow.large(1));
        assertEquals(later.end(), flow.end());
        assertEquals(FlowEnd.IDLE, flow.endReason());
        assertEquals(99, flow.overAt());
        assertEquals(Flow.Direction.OBSERVED, flow.direction());
    }
}

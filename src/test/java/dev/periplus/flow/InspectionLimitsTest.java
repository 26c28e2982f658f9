package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a flow is inspected. */
class InspectionLimitsTest {
    private static final int PACKETS = 3;

    /** Calls of the listener, in order, by the client's port. */
    private final List<String> calls = new ArrayList<>();

    private final FlowListener listener = new FlowListener() {
        @Override
        public void said(Exchange exchange) {
            calls.add("said " + exchange.flow().port(0));
        }

        @Override
        public void closed(Exchange exchange) {
            calls.add("closed " + exchange.flow().port(0));
        }

        @Override
        public void ended(Flow flow) {
            calls.add("ended " + flow.port(0));
        }
    };

    private final FlowTable table = new FlowTable(settings(2, 1 << 20), listener);

    private static FlowSettings settings(int inspected, long bytes) {
        FlowSettings defaults = FlowSettings.DEFAULT;
        return new FlowSettings(
                defaults.maxFlows(),
                inspected,
                bytes,
                defaults.announcerStates(),
                defaults.tcpIdleNanos(),
                defaults.udpIdleNanos(),
                defaults.otherIdleNanos(),
                defaults.closeNanos(),
                PACKETS,
                0,
                false,
                false);
    }

    private void datagram(int clientPort, boolean fromClient, int length) {
        Packet packet = fromClient
                ? FlowFixture.first(Packet.UDP, "10.0.0.1", clientPort, "10.0.0.2", 53)
                : FlowFixture.first(Packet.UDP, "10.0.0.2", 53, "10.0.0.1", clientPort);
        packet.bytes = new byte[length];
        packet.payloadCaptured = length;
        packet.payloadLength = length;
        packet.clock = packet.time;
        table.onPacket(packet);
    }

    private long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    @Test
    void aSideThatSpeaksAloneIsInspectedTwiceAsLong() {
        for (int i = 0; i < 20; i++) {
            datagram(1000, true, 8);
        }
        assertEquals(2 * PACKETS, count("said 1000"));
        assertEquals(1, count("closed 1000"));
    }

    @Test
    void inspectionEndsWhenBothSidesHaveSpokenOftenEnough() {
        for (int i = 0; i < 20; i++) {
            datagram(1000, true, 8);
            datagram(1000, false, 8);
        }
        assertEquals(2 * PACKETS, count("said 1000"));
    }

    @Test
    void beyondTheLimitTheLongestUndecidedFlowIsSettled() {
        datagram(1000, true, 8);
        datagram(2000, true, 8);
        datagram(3000, true, 8);
        datagram(1000, true, 8);
        datagram(2000, true, 8);
        assertEquals(List.of("said 1000", "said 2000", "closed 1000", "said 3000", "said 2000"), calls);
        assertEquals(1, table.counters().inspectionsCut);
    }

    @Test
    void aFlowIsClosedOnceBeforeItEndsAndOnlyIfItCarriedPayload() {
        datagram(1000, true, 8);
        datagram(2000, true, 0);
        table.endAll();
        assertEquals(1, count("closed 1000"));
        assertEquals(0, count("closed 2000"));
        assertTrue(calls.indexOf("closed 1000") < calls.indexOf("ended 1000"));
        assertEquals(1, count("ended 2000"));
    }

    /** Ten datagrams fit; the eleventh makes the largest go, not the oldest. */
    @Test
    void beyondTheirBytesTheLargestUndecidedFlowIsSettled() {
        FlowTable bounded = new FlowTable(settings(1000, 11 * 3_000), listener);
        for (int i = 0; i < 11; i++) {
            Packet packet = FlowFixture.first(Packet.UDP, "10.0.0.1", 1000 + i, "10.0.0.2", 53);
            int length = i == 4 ? 9_000 : 2_000;
            packet.bytes = new byte[length];
            packet.payloadOffset = 0;
            packet.payloadCaptured = length;
            packet.payloadLength = length;
            bounded.onPacket(packet);
        }
        assertEquals(1, bounded.counters().inspectionsCut);
        assertEquals(
                List.of("closed 1004"),
                calls.stream().filter(call -> call.startsWith("closed")).toList());
    }

    @Test
    void tablesThatShareTheirLimitsHaveAtLeastOneFlowEach() {
        FlowSettings shared = settings(9, 1 << 20).withMaxFlows(2).sharedBy(4);
        assertEquals(1, shared.maxFlows());
        assertEquals(2, shared.maxInspected());
    }
}

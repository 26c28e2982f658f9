package dev.periplus.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final long SECOND = 1_000_000_000L;

    private final RecordingListener listener = new RecordingListener();
    private FlowTable table = new FlowTable(FlowSettings.DEFAULT, listener);
    private long number;
    private long now;

    private void at(double seconds) {
        now = (long) (seconds * SECOND);
    }

    private void tcp(boolean fromClient, int flags, long sequence, String payload) {
        Packet packet = packet(Packet.TCP, fromClient, 40_000, 80, payload);
        packet.tcpFlags = flags;
        packet.tcpSequence = sequence & 0xffff_ffffL;
        table.onPacket(packet);
    }

    private void udp(boolean fromClient, int clientPort, String payload) {
        table.onPacket(packet(Packet.UDP, fromClient, clientPort, 53, payload));
    }

    private Packet packet(int protocol, boolean fromClient, int clientPort, int serverPort, String payload) {
        Packet packet = new Packet();
        packet.protocol = protocol;
        packet.number = ++number;
        packet.time = now;
        packet.clock = now;
        packet.sourceLow = fromClient ? 1 : 2;
        packet.destinationLow = fromClient ? 2 : 1;
        packet.sourcePort = fromClient ? clientPort : serverPort;
        packet.destinationPort = fromClient ? serverPort : clientPort;
        packet.bytes = payload.getBytes(ISO_8859_1);
        packet.payloadCaptured = payload.length();
        packet.payloadLength = payload.length();
        packet.ipLength = payload.length() + 40;
        return packet;
    }

    private void handshake() {
        tcp(true, Packet.SYN, 99, "");
        tcp(false, Packet.SYN | Packet.ACK, 499, "");
        tcp(true, Packet.ACK, 100, "");
    }

    @Test
    void countsBothDirectionsOfOneFlow() {
        handshake();
        tcp(true, Packet.ACK, 100, "hello");
        tcp(false, Packet.ACK, 500, "hi");
        table.endAll();
        assertEquals(1, listener.ended.size());
        Flow flow = listener.ended.get(0);
        assertEquals(3, flow.packets(flow.clientSide()));
        assertEquals(2, flow.packets(flow.serverSide()));
        assertEquals(5, flow.payload(flow.clientSide()));
        assertEquals(2, flow.payload(flow.serverSide()));
        assertEquals(Flow.Direction.OBSERVED, flow.direction());
        assertEquals(80, flow.port(flow.serverSide()));
        assertEquals("hello", listener.client);
        assertEquals("hi", listener.server);
    }

    @Test
    void aSynAckAloneStillShowsWhoServes() {
        tcp(false, Packet.SYN | Packet.ACK, 499, "");
        table.endAll();
        Flow flow = listener.ended.get(0);
        assertEquals(80, flow.port(flow.serverSide()));
        assertEquals(Flow.Direction.OBSERVED, flow.direction());
    }

    @Test
    void midstreamTheDirectionIsUnknown() {
        tcp(false, Packet.ACK, 5000, "data");
        table.endAll();
        assertEquals(Flow.Direction.UNKNOWN, listener.ended.get(0).direction());
    }

    @Test
    void dataOfASynBeginsAfterIt() {
        tcp(true, Packet.SYN, 99, "GET /");
        tcp(true, Packet.ACK, 105, " HTTP/1.1");
        table.endAll();
        assertEquals("GET / HTTP/1.1", listener.client);
    }

    @Test
    void aSegmentHalfTheSequenceSpaceAwayIsNoPartOfTheStream() {
        handshake();
        tcp(true, Packet.ACK, 100 + (1L << 31), "x");
        tcp(true, Packet.ACK, 100, "hello");
        table.endAll();
        assertEquals("hello", listener.client);
    }

    @Test
    void aLargeSegmentMayComeEarly() {
        handshake();
        String large = "b".repeat(9000);
        tcp(true, Packet.ACK, 1100, large);
        tcp(true, Packet.ACK, 100, "a".repeat(1000));
        table.endAll();
        assertEquals("a".repeat(1000) + large, listener.client);
    }

    @Test
    void aFlowExpiresWhetherOrNotFresherOnesHideIt() {
        udp(true, 1000, "hidden");
        at(0.5);
        udp(true, 1000, "fresher than its place in the list");
        udp(true, 2000, "other");
        at(100);
        udp(true, 2000, "other");
        at(180.6);
        udp(true, 1000, "after its time-out");
        table.endAll();
        assertEquals(3, listener.ended.size());
    }

    @Test
    void aFlowStartsWithItsEarliestPacket() {
        at(100);
        udp(true, 1000, "later");
        number++;
        Packet earlier = packet(Packet.UDP, true, 1000, 53, "earlier");
        earlier.time = 40 * SECOND;
        table.onPacket(earlier);
        table.endAll();
        assertEquals(40 * SECOND, listener.ended.get(0).start());
        assertEquals(100 * SECOND, listener.ended.get(0).end());
    }

    /** The clock stands still while the times of packets make up for a step back. */
    @Test
    void aFlowExpiresByItsOwnSilenceToo() {
        long[] times = {7200, 7201, 3600, 3601, 4800, 4801, 4900};
        for (long time : times) {
            Packet packet = packet(Packet.UDP, true, 1000, 53, "x");
            packet.time = time * SECOND;
            packet.clock = 7201 * SECOND;
            table.onPacket(packet);
        }
        table.endAll();
        assertEquals(
                List.of(2L, 2L, 3L),
                listener.ended.stream().map(flow -> flow.packets(0)).toList());
    }

    @Test
    void aTimeInDoubtEndsNothingAndIsNoTimeOfTheFlow() {
        for (int i = 0; i < 3; i++) {
            Packet packet = packet(Packet.UDP, true, 1000, 53, "x");
            packet.doubtful = i == 1;
            packet.time = (i == 1 ? 2_592_000 : 100 + i) * SECOND;
            packet.clock = (100 + i) * SECOND;
            table.onPacket(packet);
        }
        table.endAll();
        assertEquals(1, listener.ended.size());
        assertEquals(102 * SECOND, listener.ended.get(0).end());
    }

    @Test
    void aFlowThatAsksIsHeardToItsEnd() {
        listener.wantsAll = true;
        listener.settleAfter = 1;
        handshake();
        tcp(true, Packet.ACK, 100, "first");
        tcp(true, Packet.ACK, 105, "second");
        tcp(false, Packet.ACK, 500, "third");
        tcp(false, Packet.ACK, 505, "");
        assertEquals(List.of("first"), listener.heard);
        assertEquals(3, listener.overheard);
    }

    @Test
    void ordersSegmentsWhateverWayTheyCome() {
        String text = "abcdefghijklmnopqrstuvwxyz";
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            table = new FlowTable(FlowSettings.DEFAULT, listener);
            long start = random.nextInt() & 0xffff_ffffL;
            tcp(true, Packet.SYN, start - 1, "");
            List<int[]> pieces = new ArrayList<>();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 3 + random.nextInt(6));
                int overlap = Math.min(at, random.nextInt(3));
                pieces.add(new int[] {at - overlap, end});
                at = end;
            }
            Collections.shuffle(pieces, random);
            pieces.addAll(pieces.subList(0, 1));
            for (int[] piece : pieces) {
                tcp(true, Packet.ACK, start + piece[0], text.substring(piece[0], piece[1]));
            }
            table.endAll();
            assertEquals(text, listener.client, "seed " + seed);
        }
    }

    @Test
    void whatCameFirstWinsOverALaterCopy() {
        handshake();
        tcp(true, Packet.ACK, 100, "GET /good");
        tcp(true, Packet.ACK, 104, "/evil more");
        table.endAll();
        assertEquals("GET /good more", listener.client);
    }

    @Test
    void behindAGapAnUndecidedStreamGoesOn() {
        handshake();
        tcp(true, Packet.ACK, 100, "start");
        for (int i = 0; i < 20; i++) {
            tcp(true, Packet.ACK, 200 + i * 10, "0123456789");
        }
        table.endAll();
        assertEquals("0123456789".repeat(20), listener.client);
        assertEquals(1, table.counters().streamGaps);
        Flow flow = listener.ended.get(0);
        assertTrue(flow.lacks(Lack.GAP));
        assertEquals(95, flow.missed(0));
        assertEquals(205, flow.payload(0));
    }

    @Test
    void aStreamIsKeptUpToItsLimit() {
        handshake();
        String kilobyte = "x".repeat(1024);
        for (int i = 0; i < 20; i++) {
            tcp(true, Packet.ACK, 100 + i * 1024L, kilobyte);
        }
        table.endAll();
        assertEquals(Said.STREAM_LIMIT, listener.client.length());
    }

    @Test
    void turnsAreMessages() {
        handshake();
        tcp(true, Packet.ACK, 100, "one");
        tcp(true, Packet.ACK, 103, "more");
        tcp(false, Packet.ACK, 500, "answer");
        tcp(true, Packet.ACK, 107, "two");
        table.endAll();
        assertEquals(2, listener.messages);
    }

    @Test
    void settledFlowsAreOnlyCounted() {
        listener.settleAfter = 1;
        udp(true, 1000, "a");
        udp(true, 1000, "b");
        table.endAll();
        assertEquals(List.of("a"), listener.heard);
        assertEquals(2, listener.ended.get(0).packets(0));
    }

    @Test
    void idleFlowsEndAndALaterPacketBeginsAnother() {
        at(0);
        udp(true, 1000, "a");
        at(179);
        udp(true, 1000, "b");
        at(360);
        udp(true, 1000, "c");
        table.endAll();
        assertEquals(2, listener.ended.size());
        assertEquals(FlowEnd.IDLE, listener.ended.get(0).endReason());
    }

    @Test
    void aSynOnAClosedFlowBeginsAnother() {
        handshake();
        tcp(true, Packet.FIN | Packet.ACK, 100, "");
        tcp(false, Packet.FIN | Packet.ACK, 500, "");
        tcp(true, Packet.ACK, 101, "");
        tcp(true, Packet.SYN, 9000, "");
        table.endAll();
        assertEquals(2, listener.ended.size());
        assertEquals(FlowEnd.CLOSED, listener.ended.get(0).endReason());
    }

    @Test
    void theIdlestFlowIsEvictedAndStillReported() {
        table = new FlowTable(FlowSettings.DEFAULT.withMaxFlows(3), listener);
        for (int i = 0; i < 5; i++) {
            at(i * 2);
            udp(true, 1000 + i, "x");
            udp(true, 1000, "keeps busy");
        }
        table.endAll();
        assertEquals(2, table.counters().evicted);
        assertEquals(5, listener.ended.size());
        assertEquals(FlowEnd.EVICTED, listener.ended.get(0).endReason());
        assertEquals(1001, listener.ended.get(0).port(0));
        assertFalse(listener.ended.subList(0, 2).stream().anyMatch(flow -> flow.port(0) == 1000));
    }

    @Test
    void vlanAndTunnelKeepFlowsApart() {
        udp(true, 1000, "a");
        Packet tagged = packet(Packet.UDP, true, 1000, 53, "b");
        tagged.vlan = 7;
        table.onPacket(tagged);
        Packet tunnelled = packet(Packet.UDP, true, 1000, 53, "c");
        tunnelled.tunnel = 7;
        table.onPacket(tunnelled);
        table.endAll();
        assertEquals(3, listener.ended.size());
    }

    @Test
    void vlanAndTunnelMayBeIgnored() {
        table = new FlowTable(FlowSettings.DEFAULT.ignoring(true, true), listener);
        udp(true, 1000, "a");
        Packet answer = packet(Packet.UDP, false, 1000, 53, "b");
        answer.vlan = 7;
        answer.tunnel = 7;
        table.onPacket(answer);
        table.endAll();
        assertEquals(1, listener.ended.size());
        assertEquals(1, listener.ended.get(0).packets(1));
    }

    @Test
    void manyFlowsAreFoundAgain() {
        for (int round = 0; round < 2; round++) {
            for (int port = 1; port < 20_000; port++) {
                udp(round == 0, port, "x");
            }
        }
        table.endAll();
        assertEquals(19_999, listener.ended.size());
        assertTrue(listener.ended.stream().allMatch(flow -> flow.packets(0) == 1 && flow.packets(1) == 1));
    }

    @Test
    void aFlowThatGoesOnIsReportedEachTimeItsActiveTimeHasPassed() {
        table = new FlowTable(FlowSettings.DEFAULT.withActiveNanos(60 * SECOND), listener);
        for (int second = 0; second <= 150; second += 10) {
            at(second);
            udp(true, 1000, "x");
        }
        assertEquals(2, listener.active.size());
        Flow first = listener.active.get(0);
        assertEquals(FlowEnd.ACTIVE, first.endReason());
        assertEquals(6, first.packets(0));
        assertEquals(12, listener.active.get(1).packets(0));
        table.endAll();
        assertEquals(1, listener.ended.size());
        assertEquals(16, listener.ended.get(0).packets(0));
        assertEquals(6, first.packets(0), "a report does not change");
    }
}

package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacketMarksTest {
    private final ChosenFlows chosen = new ChosenFlows();
    private final PacketMarks marks = new PacketMarks(chosen);

    @BeforeEach
    void chooseTheFlowsToPort53() {
        chosen.add(new Flow(packet(0, 1, 53)));
    }

    private static Packet packet(int capture, long number, int port) {
        Packet packet = FlowFixture.first(Packet.UDP, "10.0.0.1", 40_000, "10.0.0.2", port);
        packet.capture = capture;
        packet.number = number;
        return packet;
    }

    private void fragment(long number, long datagram, long inside) {
        Packet fragment = packet(0, number, 0);
        fragment.datagram = inside;
        marks.onFragment(fragment, datagram);
    }

    private void reassembled(long number, int port, long datagram) {
        Packet packet = packet(0, number, port);
        packet.datagram = datagram;
        marks.onPacket(packet);
    }

    @Test
    void packetsOfChosenFlowsAreMarked() {
        marks.onPacket(packet(0, 7, 53));
        marks.onPacket(packet(0, 8, 80));
        assertTrue(marks.has(0, 7));
        assertFalse(marks.has(0, 8));
        assertFalse(marks.has(1, 7));
    }

    @Test
    void everyFragmentOfADatagramIsMarked() {
        fragment(2, 1, 0);
        fragment(3, 2, 0);
        fragment(4, 1, 0);
        reassembled(4, 53, 1);
        reassembled(3, 80, 2);
        assertTrue(marks.has(0, 2) && marks.has(0, 4));
        assertFalse(marks.has(0, 3));
    }

    @Test
    void fragmentsThatCameInFragmentsAreMarkedWithThem() {
        fragment(2, 1, 0);
        fragment(3, 1, 0);
        fragment(3, 2, 1);
        fragment(5, 2, 0);
        reassembled(5, 53, 2);
        assertTrue(marks.has(0, 2) && marks.has(0, 3) && marks.has(0, 5));
        assertFalse(marks.has(0, 4));
    }

    @Test
    void manyFragmentsOfOneDatagramAreMarked() {
        for (int number = 1; number <= 100; number++) {
            fragment(number, 1, 0);
        }
        reassembled(100, 53, 1);
        for (int number = 1; number <= 100; number++) {
            assertTrue(marks.has(0, number), "packet " + number);
        }
    }

    @Test
    void largeNumbersAndCapturesAreKeptApart() {
        long large = (1L << 33) + 5;
        marks.onPacket(packet(2, large, 53));
        assertTrue(marks.has(2, large));
        assertFalse(marks.has(2, 5) || marks.has(2, large - (1 << 20)) || marks.has(0, large));
    }

    @Test
    void theMarksOfACaptureAreForgotten() {
        marks.onPacket(packet(0, 7, 53));
        marks.onPacket(packet(1, 7, 53));
        marks.forget(0);
        assertFalse(marks.has(0, 7));
        assertTrue(marks.has(1, 7));
    }
}

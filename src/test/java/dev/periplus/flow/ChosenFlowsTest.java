package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import org.junit.jupiter.api.Test;

class ChosenFlowsTest {
    private static final long SECOND = 1_000_000_000L;

    private final ChosenFlows chosen = new ChosenFlows();

    private static Packet packet(long second) {
        Packet packet = FlowFixture.first(Packet.UDP, "10.0.0.1", 40_000, "10.0.0.2", 53);
        packet.time = second * SECOND;
        return packet;
    }

    private static Flow flow(long from, long to) {
        return FlowFixture.begin(packet(from))
                .after((to - from) * SECOND)
                .sends(0, 1, 20)
                .flow();
    }

    private boolean holds(long second) {
        return chosen.hold(packet(second));
    }

    @Test
    void nothingIsHeldUnlessChosen() {
        assertFalse(holds(5));
    }

    @Test
    void packetsOfBothDirectionsAreHeldFromStartToEnd() {
        chosen.add(flow(10, 20));
        assertFalse(holds(9));
        assertTrue(holds(10) && holds(15) && holds(20));
        assertFalse(holds(21));
        Packet answer = FlowFixture.first(Packet.UDP, "10.0.0.2", 53, "10.0.0.1", 40_000);
        answer.time = 15 * SECOND;
        assertTrue(chosen.hold(answer));
    }

    @Test
    void packetsOfOtherFlowsAreNot() {
        chosen.add(flow(10, 20));
        Packet tagged = packet(15);
        tagged.vlan = 7;
        assertFalse(chosen.hold(tagged));
        Packet otherPort = packet(15);
        otherPort.sourcePort++;
        assertFalse(chosen.hold(otherPort));
    }

    @Test
    void flowsOfOneKeyAreChosenOneByOne() {
        chosen.add(flow(30, 40));
        chosen.add(flow(10, 20));
        assertTrue(holds(15) && holds(35));
        assertFalse(holds(25));
    }

    @Test
    void aFlowThatIsReportedAgainIsHeldFurther() {
        chosen.add(flow(10, 20));
        chosen.add(flow(10, 40));
        assertTrue(holds(30));
        chosen.add(flow(10, 20));
        assertTrue(holds(30));
        assertFalse(holds(41));
    }

    @Test
    void flowsThatEndedBeforeATimeAreForgotten() {
        chosen.add(flow(10, 20));
        chosen.add(flow(30, 40));
        chosen.forget(25 * SECOND);
        assertFalse(holds(15));
        assertTrue(holds(35));
        chosen.forget(41 * SECOND);
        assertFalse(holds(35));
    }
}

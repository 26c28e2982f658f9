package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowOrderTest {
    private static Flow flow(int protocol, String client, int port) {
        return FlowFixture.begin(FlowFixture.first(protocol, client, 40000, "10.0.0.9", port))
                .sends(0, 1, port)
                .flow();
    }

    /** More tunnels than a flow can name begin flows with the same first packet and the same kinds of tunnels. */
    @Test
    void flowsOfOnePacketHaveOneOrder() {
        List<Flow> ordered = new ArrayList<>(List.of(
                flow(Packet.TCP, "10.0.0.1", 22),
                flow(Packet.UDP, "10.0.0.1", 53),
                flow(Packet.UDP, "10.0.0.1", 54),
                flow(Packet.UDP, "10.0.0.2", 53),
                flow(47, "10.0.0.1", 0)));
        ordered.sort(FlowOrder.BY_FIRST_PACKET);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<Flow> shuffled = new ArrayList<>(ordered);
            Collections.shuffle(shuffled, random);
            shuffled.sort(FlowOrder.BY_FIRST_PACKET);
            assertEquals(ordered, shuffled, "seed " + seed);
        }
    }
}

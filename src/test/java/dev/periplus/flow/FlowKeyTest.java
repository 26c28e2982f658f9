package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.periplus.decode.Packet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FlowKeyTest {
    private static Packet packet() {
        return FlowFixture.first(Packet.TCP, "10.0.0.1", 40_000, "10.0.0.2", 443);
    }

    @Test
    void bothDirectionsAndTheFlowHaveOneKey() {
        FlowKey key = FlowKey.of(packet());
        assertEquals(key, FlowKey.of(FlowFixture.first(Packet.TCP, "10.0.0.2", 443, "10.0.0.1", 40_000)));
        assertEquals(key, FlowKey.of(new Flow(packet())));
        assertEquals("10.0.0.1:40000/tcp", key.lower().toString());
    }

    @Test
    void portsTellTheEndsApartWhereTheHostsAreTheSame() {
        FlowKey key = FlowKey.of(FlowFixture.first(Packet.UDP, "::1", 9, "::1", 7));
        assertEquals(key, FlowKey.of(FlowFixture.first(Packet.UDP, "::1", 7, "::1", 9)));
        assertEquals(7, key.lower().port());
    }

    @Test
    void whatKeepsFlowsApartIsInTheKey() {
        List<Consumer<Packet>> changes = List.of(
                p -> p.protocol = Packet.UDP,
                p -> p.ipVersion = 6,
                p -> p.vlan = 7,
                p -> p.tunnel = 7,
                p -> p.sourcePort++,
                p -> p.destinationPort++,
                p -> p.sourceLow++,
                p -> p.destinationHigh++);
        for (Consumer<Packet> change : changes) {
            Packet other = packet();
            change.accept(other);
            assertNotEquals(FlowKey.of(packet()), FlowKey.of(other));
        }
    }
}

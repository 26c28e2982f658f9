package dev.periplus.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.classify.Heard;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutletHandlerTest {
    private final List<String> calls = new ArrayList<>();
    private final PacketBatch batch = new PacketBatch(3);
    private boolean fails;

    private final OutletHandler handler = new OutletHandler(new Outlet() {
        @Override
        public void over(List<Flow> flows, List<Heard> announced) {
            calls.add("over " + flows.stream().map(flow -> flow.port(0)).toList() + " " + announced.size());
            if (fails) {
                throw new IllegalStateException("the outlet fails");
            }
        }

        @Override
        public void upTo(long clock) {
            calls.add("up to " + clock);
        }

        @Override
        public void last() {
            calls.add("last");
        }
    });

    private void over(int shard, int port) {
        batch.outputs[shard].over.add(FlowFixture.begin(FlowFixture.first(Packet.UDP, "10.0.0.1", port, "10.0.0.2", 53))
                .flow());
    }

    @Test
    void flowsComeShardByShardThenTheTimeThenTheEnd() {
        over(2, 30);
        over(0, 10);
        over(0, 11);
        batch.end = 77;
        batch.last = true;
        handler.onEvent(batch, 0, true);
        assertEquals(List.of("over [10, 11] 0", "over [30] 0", "up to 77", "last"), calls);
    }

    @Test
    void announcementsComeWithoutFlowsToo() {
        batch.outputs[1].announced.add(
                new Heard(2, new NameAnnouncement(Address.ANY, Address.ANY, 1, 2, "example.org")));
        handler.onEvent(batch, 0, true);
        assertEquals(List.of("over [] 1", "up to 0"), calls);
    }

    @Test
    void aBatchIsEmptyAfterwardsThoughTheOutletFails() {
        fails = true;
        over(0, 10);
        over(1, 20);
        assertThrows(IllegalStateException.class, () -> handler.onEvent(batch, 0, true));
        assertTrue(batch.outputs[0].over.isEmpty() && batch.outputs[1].over.isEmpty());
    }

    @Test
    void aListThatGrewLargeIsNotKept() {
        Flow flow = FlowFixture.begin(FlowFixture.first(Packet.UDP, "10.0.0.1", 1, "10.0.0.2", 53))
                .flow();
        for (int i = 0; i < 10_000; i++) {
            batch.outputs[0].over.add(flow);
        }
        List<Flow> large = batch.outputs[0].over;
        handler.onEvent(batch, 0, true);
        assertNotSame(large, batch.outputs[0].over);
    }
}

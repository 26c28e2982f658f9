package dev.periplus.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.InspectionState;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardHandlerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final RuleSet NO_RULES = new RuleLoader().load();

    private final Shard shard = ShardFixture.withoutDetectors(NO_RULES);
    private final ShardHandler handler = new ShardHandler(shard, 1, 3);
    private final PacketBatch batch = new PacketBatch(3);

    private void handle() {
        handler.onEvent(batch, 0, true);
        batch.count = 0;
    }

    private List<Flow> ended() {
        return batch.outputs[1].over;
    }

    @Test
    void takesThePacketsOfItsOwnHashes() {
        for (int hash = -6; hash < 6; hash++) {
            ShardFixture.add(batch, ShardFixture.datagram(2, 1000 + hash, 53), 0, hash);
        }
        handle();
        assertEquals(4, shard.decodeCounters().packets);
        assertEquals(4, shard.openFlows());
        assertTrue(ended().isEmpty());
    }

    @Test
    void flowsEndByTheTimeOfTheBatch() {
        ShardFixture.add(batch, ShardFixture.datagram(2, 1000, 53), 0, 1);
        handle();
        batch.end = 1000 * SECOND;
        handle();
        assertEquals(1, ended().size());
        assertEquals(FlowEnd.IDLE, ended().get(0).endReason());
    }

    /** The rest of the input may be of other shards; what ends then must not depend on that. */
    @Test
    void incompleteDatagramsExpireByTheTimeOfTheBatch() {
        byte[] fragment = ShardFixture.datagram(2, 1000, 53, new byte[16]);
        fragment[6] = 0x20;
        ShardFixture.add(batch, fragment, 0, 1);
        batch.end = 70 * SECOND;
        handle();
        batch.last = true;
        handle();
        assertEquals(1, ended().size());
        assertEquals(70 * SECOND, ended().get(0).overAt());
    }

    @Test
    void everyFlowEndsWithTheLastBatch() {
        ShardFixture.add(batch, ShardFixture.datagram(2, 1000, 53), 0, 1);
        ShardFixture.add(batch, ShardFixture.datagram(3, 1000, 53), 0, 4);
        batch.last = true;
        handle();
        assertEquals(2, ended().size());
        assertEquals(0, shard.openFlows());
    }

    @Test
    void aPacketThatFailsCostsThatPacketOnly() {
        ShardFixture.add(batch, ShardFixture.datagram(2, 1000, 53), 0, 1);
        ShardFixture.addBroken(batch, 0, 1);
        ShardFixture.add(batch, ShardFixture.datagram(2, 2000, 53), 0, 1);
        batch.last = true;
        IllegalStateException failure = assertThrows(IllegalStateException.class, this::handle);
        assertInstanceOf(IndexOutOfBoundsException.class, failure.getCause());
        assertEquals(2, ended().size());
    }

    @Test
    void newRulesHoldFromTheNextBatchOnForOpenFlowsToo() {
        byte[] ntp = new byte[48];
        ntp[0] = 0x1b;
        ShardFixture.add(batch, ShardFixture.datagram(2, 1000, 9999, ntp), 0, 1);
        ShardFixture.add(batch, ShardFixture.datagram(2, 2000, 9999), 0, 1);
        handle();
        shard.use(new RuleLoader().packaged().load());
        ShardFixture.add(batch, ShardFixture.datagram(2, 2000, 9999, ntp), 1, 1);
        batch.last = true;
        handle();
        for (Flow flow : ended()) {
            boolean found = !InspectionState.of(flow).result().evidence().isEmpty();
            assertEquals(flow.port(0) == 2000, found, "port " + flow.port(0));
        }
        assertEquals(2, ended().size());
    }

    @Test
    void rulesThatAreReplacedLeaveOpenFlowsInPlace() {
        ShardFixture.add(batch, ShardFixture.datagram(2, 1000, 53, (byte) 1), 0, 1);
        handle();
        shard.use(NO_RULES);
        ShardFixture.add(batch, ShardFixture.datagram(2, 1000, 53, (byte) 1), 1, 1);
        batch.last = true;
        handle();
        assertEquals(1, ended().size());
        assertEquals(2, ended().get(0).packets(0));
        assertFalse(shard.inspectionFailures() > 0);
    }
}

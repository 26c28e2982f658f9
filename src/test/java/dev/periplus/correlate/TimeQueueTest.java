package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.periplus.flow.Flow;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeQueueTest {
    private static final int ROUNDS = 20;

    @Test
    void theFirstIsTheFirstWhateverTheOrderInWhichTheyCome() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<Flow> flows = new RandomFlows(seed + round, 200).flows;
            if (round % 2 == 0) {
                flows.sort(FlowOrder.BY_END);
            }
            TimeQueue<Flow> ended = new TimeQueue<>(FlowOrder.BY_END);
            PriorityQueue<Flow> expected = new PriorityQueue<>(FlowOrder.BY_END);
            for (Flow flow : flows) {
                ended.add(flow);
                expected.add(flow);
                for (int gone = random.nextInt(3); gone > 0 && !expected.isEmpty(); gone--) {
                    assertSame(expected.remove(), ended.first(), "seed " + seed);
                    ended.removeFirst();
                }
                assertEquals(expected.size(), ended.size(), "seed " + seed);
            }
            List<Flow> rest = ended.removeAll();
            assertEquals(expected.size(), rest.size(), "seed " + seed);
            rest.sort(FlowOrder.BY_END);
            rest.forEach(flow -> assertSame(expected.remove(), flow, "seed " + seed));
            assertNull(ended.first());
        }
    }
}

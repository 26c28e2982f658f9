package dev.periplus.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Announcement;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacketRingTest {
    private static final int BUFFERS = 5000;

    private int held;
    private int most;

    /** One buffer per packet: the worst case, caused by large records or many short captures. */
    @Test
    void keepsFewBuffersAndReleasesAllOfThemOnTheReadingThread() {
        RuleSet rules = new RuleLoader().packaged().load();
        Thread reading = Thread.currentThread();
        List<Shard> shards = IntStream.range(0, 3)
                .mapToObj(i -> ShardFixture.withoutDetectors(rules))
                .toList();
        try (PacketRing ring = new PacketRing(shards, new DiscardingOutlet(), PacketRing.WhenFull.WAIT)) {
            for (int i = 1; i <= BUFFERS; i++) {
                byte[] frame = new byte[60];
                ring.offer(frame, 0, frame.length, frame.length, i, 1, 0, i);
                held++;
                most = Math.max(most, held);
                ring.retire(() -> {
                    assertSame(reading, Thread.currentThread());
                    held--;
                });
            }
            ring.flush();
        }
        assertEquals(0, held);
        assertTrue(most <= 16, most + " buffers at once");
        assertEquals(
                BUFFERS,
                shards.stream()
                        .mapToLong(shard -> shard.decodeCounters().packets)
                        .sum());
    }

    /** An outlet that blocks until it is opened. */
    private static final class Blocked implements Outlet {
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void over(List<Flow> flows, List<Announcement> announced) {}

        @Override
        public void upTo(long clock) {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void last() {}
    }

    @Test
    void aFullRingThatDoesNotWaitDropsAndCounts() {
        Shard shard = ShardFixture.withoutDetectors(new RuleLoader().load());
        Blocked outlet = new Blocked();
        int offered = 200_000;
        try (PacketRing ring = new PacketRing(List.of(shard), outlet, PacketRing.WhenFull.DROP)) {
            byte[] frame = new byte[60];
            for (int i = 1; i <= offered; i++) {
                ring.offer(frame, 0, frame.length, frame.length, i, 1, 0, i);
            }
            assertTrue(ring.dropped() > 0, "nothing was dropped");
            assertTrue(ring.fill() > 0.9, "the ring is full");
            outlet.open.countDown();
            ring.flush();
            assertEquals(offered, ring.dropped() + shard.decodeCounters().packets);
        }
    }
}

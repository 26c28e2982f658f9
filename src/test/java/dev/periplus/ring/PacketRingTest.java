package dev.periplus.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Heard;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
        public void over(List<Flow> flows, List<Heard> announced) {}

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

    /** Otherwise packets are dropped that could have stayed in the kernel's buffer. */
    @Test
    void takesAsManyPacketsAsItHasRoomFor() {
        Shard shard = ShardFixture.withoutDetectors(new RuleLoader().load());
        Blocked outlet = new Blocked();
        long offered = 0;
        try (PacketRing ring = new PacketRing(List.of(shard), outlet, PacketRing.WhenFull.DROP)) {
            byte[] frame = new byte[60];
            for (int room = ring.room(); room > 0; room = ring.room()) {
                for (int i = 0; i < room; i++) {
                    ring.offer(frame, 0, frame.length, frame.length, ++offered, 1, 0, offered);
                }
                assertEquals(0, ring.dropped(), "of " + offered);
            }
            outlet.open.countDown();
            ring.flush();
        }
        assertEquals(offered, shard.decodeCounters().packets);
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

    /** An outlet that records what it receives, slowly if asked to. */
    private static final class Recording implements Outlet {
        private final List<Integer> ports = new ArrayList<>();
        private final List<Long> clocks = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger inputs = new AtomicInteger();
        private final long delayNanos;

        Recording(long delayNanos) {
            this.delayNanos = delayNanos;
        }

        @Override
        public void over(List<Flow> flows, List<Heard> announced) {
            flows.forEach(flow -> ports.add(flow.port(0)));
        }

        @Override
        public void upTo(long clock) {
            clocks.add(clock);
            if (delayNanos > 0) {
                LockSupport.parkNanos(delayNanos);
            }
        }

        @Override
        public void last() {
            inputs.incrementAndGet();
        }
    }

    private static Shard shard() {
        return ShardFixture.withoutDetectors(new RuleLoader().load());
    }

    private static void offer(PacketRing ring, byte[] packet, long time) {
        ring.offer(packet, 0, packet.length, packet.length, time, ShardFixture.RAW, 0, 1);
    }

    @Test
    void aFullRingThatWaitsLosesNothing() {
        Shard shard = shard();
        int offered = 80_000;
        try (PacketRing ring = new PacketRing(List.of(shard), new Recording(500_000), PacketRing.WhenFull.WAIT)) {
            byte[] packet = ShardFixture.datagram(2, 1000, 53);
            for (int i = 1; i <= offered; i++) {
                offer(ring, packet, i);
            }
            ring.flush();
            assertEquals(0, ring.dropped());
            assertEquals(offered, shard.decodeCounters().packets);
        }
    }

    @Test
    void theFlowsOfTwoHostsMeetOnOneShardAndTimeNeverGoesBack() {
        List<Shard> shards = List.of(shard(), shard(), shard());
        Recording outlet = new Recording(0);
        try (PacketRing ring = new PacketRing(shards, outlet, PacketRing.WhenFull.WAIT)) {
            for (int port = 1; port <= 1000; port++) {
                offer(ring, ShardFixture.datagram(2, port, 53), 5000 - port);
            }
            ring.flush();
        }
        assertEquals(
                List.of(0L, 0L, 1000L),
                shards.stream()
                        .map(shard -> shard.flowCounters().flows)
                        .sorted()
                        .toList());
        assertEquals(1000, Set.copyOf(outlet.ports).size());
        assertEquals(outlet.clocks.stream().sorted().toList(), outlet.clocks);
        assertEquals(1, outlet.inputs.get());
    }

    @Test
    void aFailureIsThrownOnceAndTheNextInputIsRead() {
        Recording outlet = new Recording(0);
        try (PacketRing ring = new PacketRing(List.of(shard()), outlet, PacketRing.WhenFull.WAIT)) {
            offer(ring, ShardFixture.datagram(2, 1000, 53), 1);
            ring.offer(new byte[0], 0, 60, 60, 1, ShardFixture.RAW, 0, 1);
            IllegalStateException failure = assertThrows(IllegalStateException.class, ring::flush);
            assertTrue(String.valueOf(failure.getMessage()).startsWith("a shard failed 1 times"), failure.toString());
            offer(ring, ShardFixture.datagram(2, 2000, 53), 2);
            ring.flush();
        }
        assertEquals(List.of(1000, 2000), outlet.ports);
        assertEquals(2, outlet.inputs.get());
    }

    @Test
    void timePassesWithoutPackets() {
        Recording outlet = new Recording(0);
        long second = 1_000_000_000L;
        try (PacketRing ring = new PacketRing(List.of(shard()), outlet, PacketRing.WhenFull.DROP)) {
            assertTrue(ring.room() >= 60_000, "an empty ring has room");
            offer(ring, ShardFixture.datagram(2, 1000, 53), second);
            ring.idle(2 * second);
            ring.idle(2 * second + 1);
            ring.idle(1000 * second);
            ring.idle(1000 * second + second / 2);
            ring.flush();
        }
        assertEquals(List.of(2 * second, 1000 * second + second / 2, 1000 * second + second / 2), outlet.clocks);
        assertEquals(List.of(1000), outlet.ports);
    }
}

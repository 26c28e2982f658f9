package dev.periplus.ring;

import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import dev.periplus.decode.Aggregate;
import dev.periplus.decode.ShardHash;
import dev.periplus.memory.Memory;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Carries packets from the reading thread to the shards.
 *
 * <p>How it works. The reading thread fills a batch of descriptors that point into the buffers the packets were read
 * into; nothing is copied. A full batch is published as one event of a Disruptor ring with one producer. Every shard
 * sees every batch and processes the packets whose addresses hash to it, so all packets of a flow, and all fragments of
 * a datagram, meet on one thread and no table needs a lock. The shards leave their results in the batch; one more
 * thread, behind them, passes these to the {@link Outlet}. If the ring is full, the reading thread waits, or drops and
 * counts the packet. A buffer read to its end is retired with the sequence of the latest batch and released once every
 * shard has passed it; the reading thread waits if too many buffers are outstanding.
 *
 * <p>A failure on one of these threads does not stop the ring: failures are counted, the first is kept, and {@link
 * #flush} throws it.
 */
public final class PacketRing implements AutoCloseable {
    /** A batch is published once it holds this many packets, or is full if the time of the last one is in doubt. */
    private static final int ENOUGH = PacketBatch.SIZE - 8;

    /** The same for source buffers that it keeps from being reused; at most as many as are held altogether. */
    private static final int MOST_RETIRED = 8;

    /** The reading thread waits while this many source buffers are kept from being reused. */
    private static final int MOST_HELD = 12;

    /** A power of two: fewer if the heap is small, because each may hold many flows that have ended. */
    private static final int BATCHES = Integer.highestOneBit(Math.max(16, Memory.scaled(256 * 16) / 16));

    private static final long NEVER = Long.MIN_VALUE / 2;

    /** The time is passed to the shards at least this often, even if few packets arrive. */
    private static final long TELL_NANOS = 200_000_000;

    private static final long POLL_NANOS = 20_000;
    private static final long MOST_NANOS = 1_000_000;
    private static final long FULL_NANOS = 200_000;

    /** What to do if packets arrive faster than the shards process them. */
    public enum WhenFull {
        /** The reading thread waits. For files. */
        WAIT,
        /** Packets are dropped and counted. For interfaces. */
        DROP
    }

    private record Retired(long sequence, Runnable release) {}

    private final Disruptor<PacketBatch> disruptor;
    private final RingBuffer<PacketBatch> ring;
    private final SequenceBarrier shardsDone;
    private final int shards;
    private final ArrayDeque<Retired> retired = new ArrayDeque<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong failures = new AtomicLong();
    private final InputClock clock = new InputClock();
    private final WhenFull whenFull;
    private int retiredInBatch;
    private long sequence = -1;
    private long told = NEVER;
    private volatile long dropped;
    private volatile long stepsBack;

    /** The batch being filled; null if none has begun. */
    private @Nullable PacketBatch batch;

    /** Starts one thread per shard and one for the outlet. */
    public PacketRing(List<Shard> shards, Outlet outlet, WhenFull whenFull) {
        this.whenFull = whenFull;
        this.shards = shards.size();
        disruptor = new Disruptor<>(
                () -> new PacketBatch(this.shards),
                BATCHES,
                PacketRing::thread,
                ProducerType.SINGLE,
                new SleepingWaitStrategy(0, 500_000));
        disruptor.setDefaultExceptionHandler(new Failing());
        ShardHandler[] handlers = new ShardHandler[shards.size()];
        for (int i = 0; i < handlers.length; i++) {
            handlers[i] = new ShardHandler(shards.get(i), i, handlers.length);
        }
        EventHandlerGroup<PacketBatch> all = disruptor.handleEventsWith(handlers);
        all.then(new OutletHandler(outlet));
        shardsDone = all.asSequenceBarrier();
        ring = disruptor.start();
    }

    /** Creates a daemon thread named "shard"; OutletHandler renames its own. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "shard");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Adds a packet, or drops it if the ring is full and does not wait. Parameters as for a packet sink. An aggregate of
     * several frames takes a place for each of them.
     */
    public void offer(
            byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture, long number) {
        add(bytes, offset, captured, wire, time, linkType, capture, number);
        int further = Aggregate.further(bytes, offset, captured, linkType);
        for (int place = 1; place <= further; place++) {
            int of = Aggregate.linkType(linkType, place);
            add(bytes, offset, captured, wire, time, of, capture, number);
        }
    }

    private void add(
            byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture, long number) {
        boolean confirms = clock.hear(time);
        PacketBatch filled = batch;
        if (filled == null && whenFull == WhenFull.DROP && isFull()) {
            dropped = dropped + 1;
            return;
        }
        PacketBatch into = filled == null ? begin() : filled;
        int i = into.count;
        into.bytes[i] = bytes;
        into.offset[i] = offset;
        into.captured[i] = captured;
        into.wire[i] = wire;
        into.linkType[i] = linkType;
        into.capture[i] = capture;
        into.number[i] = number;
        into.time[i] = time;
        into.clock[i] = clock.now();
        into.doubtful[i] = clock.isDoubtful();
        if (confirms) {
            correct(into, i);
        }
        into.hash[i] = shards == 1 ? 0 : ShardHash.addressHash(bytes, offset, captured, linkType);
        into.count = i + 1;
        if (into.count == PacketBatch.SIZE || into.count >= ENOUGH && !clock.isDoubtful()) {
            publish(into, false);
        }
    }

    /** Gives the packet before, which is confirmed, its time; if the first packet of all lied, that one too. */
    private void correct(PacketBatch filled, int index) {
        long known = clock.before();
        if (index > 0) {
            filled.clock[index - 1] = known;
            filled.doubtful[index - 1] = false;
        }
        for (int i = index - 2; i >= 0 && filled.clock[i] > known; i--) {
            filled.clock[i] = known;
        }
    }

    /** Packets dropped because the ring was full; any thread. */
    public long dropped() {
        return dropped;
    }

    /** How often the times of the packets stepped back; any thread. */
    public long stepsBack() {
        return stepsBack;
    }

    /** Fraction of the ring still in use by the slowest thread, from 0 to 1; any thread. */
    public double fill() {
        return 1 - ring.remainingCapacity() / (double) BATCHES;
    }

    /** How many packets can be offered now without waiting or dropping; reading thread only. */
    public int room() {
        release();
        PacketBatch filled = batch;
        int begun = filled == null ? 0 : Math.max(0, ENOUGH - filled.count);
        return begun + (int) ring.remainingCapacity() * ENOUGH;
    }

    /** Makes the shards process the packets offered so far, and advances time, nanoseconds since the epoch. */
    public void idle(long time) {
        clock.hear(time);
        boolean due = clock.now() - told >= TELL_NANOS;
        PacketBatch filled = batch;
        if (filled == null && due && !isFull()) {
            filled = begin();
        }
        if (filled != null && (filled.count > 0 || due)) {
            publish(filled, false);
        }
        release();
    }

    /**
     * Runs {@code release}, on the reading thread, once every packet offered so far has been processed. May wait for
     * earlier ones.
     */
    public void retire(Runnable release) {
        retired.add(new Retired(sequence, release));
        PacketBatch filled = batch;
        boolean due = ++retiredInBatch >= MOST_RETIRED && !clock.isDoubtful() || retiredInBatch == MOST_HELD - 1;
        if (due && filled != null) {
            publish(filled, false);
        }
        for (int rounds = 0; whenFull == WhenFull.WAIT && retired.size() >= MOST_HELD; rounds++) {
            nap(rounds);
            release();
        }
        release();
    }

    /** Sleeps for a moment, and for longer the longer it has waited: what takes long need not be looked at often. */
    private static void nap(int rounds) {
        LockSupport.parkNanos(Math.min(POLL_NANOS * (1 + rounds), MOST_NANOS));
    }

    /**
     * Waits until every packet offered so far has been processed and every flow has been passed on.
     *
     * @throws IllegalStateException if a shard failed, with the first failure as its cause
     */
    public void flush() {
        PacketBatch last = batch == null ? begin() : batch;
        if (clock.end()) {
            correct(last, last.count);
        }
        publish(last, true);
        long end = sequence;
        clock.reset();
        told = NEVER;
        for (int rounds = 0; ring.getMinimumGatingSequence() < end; rounds++) {
            nap(rounds);
        }
        release();
        Throwable first = failure.getAndSet(null);
        if (first != null) {
            throw new IllegalStateException("a shard failed " + failures.get() + " times, first: " + first, first);
        }
    }

    private boolean isFull() {
        return !ring.hasAvailableCapacity(1);
    }

    /** Begins a batch, waiting for room if necessary. */
    private PacketBatch begin() {
        if (isFull()) {
            waitForRoom();
        }
        sequence = ring.next();
        PacketBatch next = ring.get(sequence);
        next.count = 0;
        batch = next;
        retiredInBatch = 0;
        release();
        return next;
    }

    private void publish(PacketBatch filled, boolean last) {
        filled.last = last;
        filled.end = clock.now();
        told = clock.now();
        clock.actedOn();
        stepsBack = clock.stepsBack();
        batch = null;
        ring.publish(sequence);
    }

    /** Sleeps until half of the ring is free, so that the reading thread does not wake for every batch. */
    private void waitForRoom() {
        do {
            LockSupport.parkNanos(FULL_NANOS);
        } while (!ring.hasAvailableCapacity(BATCHES / 2));
    }

    private void release() {
        if (!retired.isEmpty()) {
            long done = shardsDone.getCursor();
            while (!retired.isEmpty() && retired.peek().sequence <= done) {
                retired.poll().release.run();
            }
        }
    }

    /** Stops the threads. Call {@link #flush} first. */
    @Override
    public void close() {
        if (batch != null) {
            batch.count = 0;
            publish(batch, false);
        }
        disruptor.halt();
    }

    private final class Failing implements ExceptionHandler<PacketBatch> {
        @Override
        public void handleEventException(Throwable thrown, long at, PacketBatch event) {
            failures.incrementAndGet();
            failure.compareAndSet(null, thrown);
            if (thrown instanceof Error) {
                // Of a process: it ends here, because what a shard missed cannot be made up for.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            }
        }

        @Override
        public void handleOnStartException(Throwable thrown) {
            failure.compareAndSet(null, thrown);
        }

        @Override
        public void handleOnShutdownException(Throwable thrown) {
            failure.compareAndSet(null, thrown);
        }
    }
}

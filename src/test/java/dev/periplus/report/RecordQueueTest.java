package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every record has one fate, and a live capture does not wait. */
@Timeout(60)
class RecordQueueTest {
    private static final int MANY = 100_000;
    private static final long PATIENCE = 500;

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final FlowRecord record = Records.full();

    /** Takes records once it is open; interrupted, it takes none. */
    private static final class Gate implements RecordQueue.Sender {
        private final CountDownLatch open = new CountDownLatch(1);
        private final AtomicLong taken = new AtomicLong();
        private final AtomicLong closed = new AtomicLong();

        @Override
        public void send(FlowRecord record) throws InterruptedException {
            open.await();
            taken.incrementAndGet();
        }

        @Override
        public void flush() {}

        @Override
        public void close(long millis) {
            closed.incrementAndGet();
        }

        @Override
        public Counters counters() {
            return Counters.of(Counter.RECORDS_SENT.count("gate", taken.get()));
        }
    }

    private static long dropped(RecordQueue queue) {
        return queue.counters().get(Counter.RECORDS_DROPPED);
    }

    private void allHaveAFate(RecordQueue queue, long count) {
        Counters counters = queue.counters();
        assertEquals(count, counters.get(Counter.RECORDS_SENT) + counters.get(Counter.RECORDS_DROPPED));
        assertEquals(0, counters.get(Counter.RECORDS_QUEUED));
    }

    @Test
    void aLiveCaptureDropsAndCountsWhatHasNoRoom() {
        Gate gate = new Gate();
        RecordQueue queue = new RecordQueue("gate", gate, true, notes::add, PATIENCE);
        for (int i = 0; i < MANY; i++) {
            queue.flow(record);
        }
        assertTrue(dropped(queue) > MANY / 2, queue.counters().toString());
        assertEquals(1, notes.size(), notes.toString());
        gate.open.countDown();
        queue.settle();
        allHaveAFate(queue, MANY);
        assertEquals(1, gate.closed.get());
        assertTrue(gate.taken.get() > 0);
    }

    @Test
    void capturesWaitForADestinationThatComesBack() throws InterruptedException {
        Gate gate = new Gate();
        RecordQueue queue = new RecordQueue("gate", gate, false, notes::add, 30_000);
        Thread opening = new Thread(() -> {
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            gate.open.countDown();
        });
        opening.start();
        for (int i = 0; i < MANY; i++) {
            queue.goesOn(record);
        }
        opening.join();
        queue.settle();
        assertEquals(MANY, gate.taken.get());
        assertEquals(0, dropped(queue));
    }

    @Test
    void capturesGiveUpOnADestinationThatDoesNot() {
        Gate gate = new Gate();
        RecordQueue queue = new RecordQueue("gate", gate, false, notes::add, PATIENCE);
        for (int i = 0; i < MANY; i++) {
            queue.flow(record);
        }
        queue.settle();
        allHaveAFate(queue, MANY);
        assertEquals(MANY, dropped(queue));
        assertEquals(1, gate.closed.get());
    }

    @Test
    void aFaultOfTheSenderEndsItAloneAndIsSaid() {
        Gate gate = new Gate();
        RecordQueue queue = new RecordQueue(
                "gate",
                new RecordQueue.Sender() {
                    @Override
                    public void send(FlowRecord record) {
                        throw new IllegalStateException("a fault");
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close(long millis) {
                        gate.close(millis);
                    }

                    @Override
                    public Counters counters() {
                        return gate.counters();
                    }
                },
                false,
                notes::add,
                PATIENCE);
        for (int i = 0; i < MANY; i++) {
            queue.flow(record);
        }
        queue.settle();
        allHaveAFate(queue, MANY);
        assertTrue(notes.stream().anyMatch(note -> note.contains("a fault")), notes.toString());
    }
}

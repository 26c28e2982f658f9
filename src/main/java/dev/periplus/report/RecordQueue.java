package dev.periplus.report;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.memory.Memory;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Hands records to a destination that may be slow or away, on a thread of its own.
 *
 * <p>How it works. The queue is bounded. When it is full, records of a live capture are dropped and counted at once;
 * those of captures wait first, up to {@link #PATIENCE} since the destination last took one. At the end the thread gets
 * as long again to send what is queued. Every record is counted once: as sent, known to the destination, refused by it,
 * or dropped.
 */
public final class RecordQueue implements FlowSink {
    /** Seconds without progress after which records are given up. */
    public static final int PATIENCE = 60;

    private static final int LENGTH = Memory.scaled(16384);
    private static final long PAUSE_MILLIS = 100;
    private static final long SECOND_MILLIS = 1000;

    private final String name;
    private final Sender sender;
    private final boolean live;
    private final long patienceMillis;
    private final Consumer<String> notes;
    private final BlockingQueue<FlowRecord> queue = new ArrayBlockingQueue<>(LENGTH);
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean ending;
    private volatile boolean gaveUp;
    private volatile long taken;
    private boolean noted;

    /** Sends records; called on one thread. What it has taken it counts itself. */
    public interface Sender {
        /**
         * Takes a record. May wait for the destination.
         *
         * @throws InterruptedException if the run ends; the record is not counted then
         */
        void send(FlowRecord record) throws InterruptedException;

        /** Sends what it holds. Called when no record is waiting. */
        void flush() throws InterruptedException;

        /**
         * Ends the connection: sends what it holds within this time, and counts the rest as refused. Called once, after
         * the last record, whatever happened before.
         */
        void close(long millis) throws IOException;

        /** What became of the records that it took; any thread. */
        Counters counters();
    }

    /**
     * Starts the thread.
     *
     * @param name of the format, for counters and notes
     * @param live whether records are dropped rather than waited for
     */
    public RecordQueue(String name, Sender sender, boolean live, Consumer<String> notes) {
        this(name, sender, live, notes, PATIENCE * SECOND_MILLIS);
    }

    RecordQueue(String name, Sender sender, boolean live, Consumer<String> notes, long patienceMillis) {
        this.name = name;
        this.sender = sender;
        this.live = live;
        this.notes = notes;
        this.patienceMillis = patienceMillis;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void flow(FlowRecord record) {
        if (!queue.offer(record) && (live || !waited(record))) {
            dropped.increment();
            if (!noted) {
                noted = true;
                notes.accept(name + ": the destination is too slow or away; records are dropped and counted");
            }
        }
    }

    @Override
    public void goesOn(FlowRecord record) {
        flow(record);
    }

    /** Waits for room as long as the destination takes records; returns whether there was. */
    private boolean waited(FlowRecord record) {
        long before = taken;
        long waitedMillis = 0;
        while (!gaveUp && thread.isAlive()) {
            try {
                if (queue.offer(record, PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            waitedMillis = taken == before ? waitedMillis + PAUSE_MILLIS : 0;
            before = taken;
            gaveUp = waitedMillis >= patienceMillis;
        }
        return false;
    }

    private void run() {
        try {
            while (true) {
                FlowRecord record = queue.poll();
                if (record == null) {
                    sender.flush();
                    if (ending && queue.isEmpty()) {
                        return;
                    }
                    record = queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
                if (record != null) {
                    send(record);
                }
            }
        } catch (InterruptedException e) {
            // given up: what is queued is dropped
        } catch (RuntimeException e) {
            notes.accept(name + ": no more records are sent: " + e);
        }
    }

    private void send(FlowRecord record) throws InterruptedException {
        boolean sent = false;
        try {
            sender.send(record);
            sent = true;
        } finally {
            if (!sent) {
                dropped.increment(); // the thread of flow() waits for this one to end, or has given up
            }
        }
        taken++;
        gaveUp = false;
    }

    @Override
    public void settle() {
        ending = true;
        long left = patienceMillis;
        try {
            for (long before = -1; thread.isAlive() && left > 0; left -= PAUSE_MILLIS) {
                thread.join(PAUSE_MILLIS);
                left = taken == before ? left : patienceMillis;
                before = taken;
            }
            thread.interrupt();
            thread.join(patienceMillis);
            sender.close(Math.max(SECOND_MILLIS, left));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            notes.accept(name + ": " + e.getMessage());
        }
        dropped.add(queue.size());
        queue.clear();
    }

    @Override
    public Counters counters() {
        return Counters.of(
                        Counter.RECORDS_QUEUED.count(name, queue.size()),
                        Counter.RECORDS_DROPPED.count(name, dropped.sum()))
                .plus(sender.counters());
    }

    @Override
    public void finish(RunSummary run) {
        // settle() has sent everything
    }
}

package dev.periplus.correlate;

import dev.periplus.answer.FlowRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Settles flows on several threads, and hands their records on in order, on the thread of the caller.
 *
 * <p>How it works. Each thread has some of the parts that server ports are divided into ({@link Settler}), and takes
 * their flows in the order in which they come. A record goes out once it is made and all before it have gone. The first
 * flows are settled by the caller: a small input starts no thread.
 */
final class ParallelMaking implements RecordMaking {
    /** Flows settled before threads are worth their start. */
    private static final long FIRST = 1024;

    /** Records that wait for their turn, at most. */
    private static final int MOST_OUTGOING = 1 << 12;

    private static final long PULSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final SettlingThread[] threads;
    private final Consumer<FlowRecord> out;
    private final Deque<DueRecord> outgoing = new ArrayDeque<>();
    private final long first;
    private long settled;
    private long pulsed;

    /**
     * @param settlers one for each thread
     * @param out receives the records
     */
    ParallelMaking(Settler[] settlers, Consumer<FlowRecord> out) {
        this(settlers, out, FIRST);
    }

    /** @param first number of flows that the caller settles */
    ParallelMaking(Settler[] settlers, Consumer<FlowRecord> out, long first) {
        this.out = out;
        this.first = first;
        threads = new SettlingThread[settlers.length];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new SettlingThread(settlers[i]);
        }
    }

    @Override
    public void settle(DueRecord due) {
        SettlingThread thread = of(due);
        if (settled++ < first) {
            thread.settleHere(due);
        } else {
            due.takeOut();
            thread.settle(due);
        }
    }

    private SettlingThread of(DueRecord due) {
        return threads[due.part % threads.length];
    }

    @Override
    public void release(DueRecord due) {
        outgoing.add(due);
        if (outgoing.size() > MOST_OUTGOING) {
            handOn(MOST_OUTGOING / 2);
        } else if (settled <= first) {
            handOn(0);
        }
    }

    /** Hands on all but so many of the records that wait, and waits for those that are not made yet. */
    private void handOn(int but) {
        while (outgoing.size() > but) {
            DueRecord next = outgoing.remove();
            await(next);
            out.accept(next.record());
        }
    }

    @Override
    public void drop(DueRecord due) {}

    @Override
    public void await(DueRecord due) {
        SettlingThread thread = of(due);
        if (!thread.hasSettled(due)) {
            thread.pass();
            do {
                LockSupport.parkNanos(WAIT_NANOS);
            } while (!thread.hasSettled(due));
        }
    }

    @Override
    public void use(Settling better, List<Settling> others) {
        for (int i = 0; i < threads.length; i++) {
            threads[i].pass();
            while (!threads[i].hasSettledAll()) {
                LockSupport.parkNanos(WAIT_NANOS);
            }
            threads[i].settler().use(others.get(i));
        }
    }

    @Override
    public void pulse() {
        long now = System.nanoTime();
        if (now - pulsed >= PULSE_NANOS) {
            pulsed = now;
            for (SettlingThread thread : threads) {
                thread.pass();
            }
        }
        for (DueRecord next = outgoing.peek(); next != null && of(next).hasSettled(next); next = outgoing.peek()) {
            outgoing.remove();
            out.accept(next.record());
        }
    }

    @Override
    public void end() {
        handOn(0);
        close();
    }

    @Override
    public void close() {
        for (SettlingThread thread : threads) {
            thread.end();
        }
    }
}

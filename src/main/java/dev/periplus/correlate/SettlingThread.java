package dev.periplus.correlate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** A thread that settles flows in the order in which another thread hands them over. */
final class SettlingThread {
    /** Flows that are handed over together. */
    private static final int TOGETHER = 64;

    private static final int MOST_WAITING = 32;
    private static final List<DueRecord> END = List.of();

    private final Settler settler;
    private final BlockingQueue<List<DueRecord>> handed = new ArrayBlockingQueue<>(MOST_WAITING);
    private List<DueRecord> next = new ArrayList<>(TOGETHER);
    private @Nullable Thread thread;
    private long taken;

    /** Number of flows settled; makes their records visible to who reads it. */
    private volatile long settled;

    private volatile @Nullable Throwable failure;

    SettlingThread(Settler settler) {
        this.settler = settler;
    }

    /** The settler; not to be touched while flows are settled. */
    Settler settler() {
        return settler;
    }

    /** Settles a flow on the thread of the caller, before any is handed over. */
    void settleHere(DueRecord due) {
        settler.settle(due);
    }

    /** Settles a flow soon. */
    void settle(DueRecord due) {
        due.turn = ++taken;
        next.add(due);
        if (next.size() == TOGETHER) {
            pass();
        }
    }

    /** Hands over what was taken. */
    void pass() {
        if (next.isEmpty()) {
            return;
        }
        put(next);
        next = new ArrayList<>(TOGETHER);
    }

    private void put(List<DueRecord> flows) {
        if (thread == null) {
            Thread made = new Thread(this::run, "verdicts");
            made.setDaemon(true);
            made.start();
            thread = made;
        }
        try {
            handed.put(flows);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while flows are settled", e);
        }
    }

    /** Whether a flow is settled: then its record may be read. */
    boolean hasSettled(DueRecord due) {
        return isUpTo(due.turn);
    }

    boolean hasSettledAll() {
        return isUpTo(taken);
    }

    private boolean isUpTo(long turn) {
        if (settled >= turn) {
            return true;
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("a flow could not be settled", thrown);
        }
        return false;
    }

    /** Ends the thread after the flows that were handed over. */
    void end() {
        if (thread != null) {
            put(END);
            thread = null;
        }
    }

    /** Settles what is handed over; after a failure it takes the rest without a look, so that nobody waits for room. */
    private void run() {
        try {
            for (List<DueRecord> flows = handed.take(); flows != END; flows = handed.take()) {
                if (failure == null) {
                    settleAll(flows);
                }
            }
        } catch (InterruptedException e) {
            failure = e;
        }
    }

    private void settleAll(List<DueRecord> flows) {
        try {
            for (DueRecord due : flows) {
                settler.settle(due);
            }
            settled = flows.get(flows.size() - 1).turn;
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }
}

package dev.periplus.cli;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * Notices a heap so full that the process does little else than collect garbage. Such a process throws no error, but
 * gets nothing done and cannot even be stopped.
 */
final class MemoryWatch implements Runnable {
    /** Short runs end before this and do not load what it takes to watch. */
    private static final int BEFORE_FIRST_MILLIS = 3000;

    private static final int EVERY_MILLIS = 1000;

    /** So many looks in a row must find the heap full and the time spent on garbage. */
    private static final int TIMES = 10;

    private static final double FULL = 0.95;
    private static final double BUSY = 0.8;

    private final Runnable whenFull;

    private MemoryWatch(Runnable whenFull) {
        this.whenFull = whenFull;
    }

    /** Starts to watch, on a daemon thread. */
    static void start(Runnable whenFull) {
        Thread thread = new Thread(new MemoryWatch(whenFull), "memory");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            Thread.sleep(BEFORE_FIRST_MILLIS);
            List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
            int times = 0;
            long then = System.nanoTime();
            long spentThen = spent(collectors);
            while (times < TIMES) {
                Thread.sleep(EVERY_MILLIS);
                long now = System.nanoTime();
                long spent = spent(collectors);
                boolean busy = (spent - spentThen) * 1e6 > BUSY * (now - then);
                times = busy && isFull() ? times + 1 : 0;
                then = now;
                spentThen = spent;
            }
            whenFull.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Milliseconds spent on collections so far. */
    private static long spent(List<GarbageCollectorMXBean> collectors) {
        long spent = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            spent += collector.getCollectionTime();
        }
        return spent;
    }

    /** Whether the largest part of the heap was nearly full after its last collection. */
    private static boolean isFull() {
        double fullest = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage after = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (after != null && after.getMax() > 0) {
                fullest = Math.max(fullest, after.getUsed() / (double) after.getMax());
            }
        }
        return fullest > FULL;
    }
}

package dev.periplus.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;

/** A few threads that read files side by side: no more than disks and memory bear. */
public final class FewThreads {
    private static final int MOST = 4;

    private FewThreads() {}

    /** How many there are. */
    static int count() {
        return Math.min(MOST, Runtime.getRuntime().availableProcessors());
    }

    /** Runs work whose parallel streams use these threads, and returns its result. */
    public static <T> T run(Callable<T> work) {
        ForkJoinPool pool = new ForkJoinPool(count());
        try {
            return pool.submit(work).join();
        } finally {
            pool.shutdown();
        }
    }
}

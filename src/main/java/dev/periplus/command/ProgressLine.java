package dev.periplus.command;

import dev.periplus.review.Watcher;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shows the progress of long reading in one line on the error stream, if the reader wants it. */
final class ProgressLine implements Watcher.Progress {
    private static final long FIRST_MILLIS = 1500;
    private static final long EVERY_MILLIS = 250;

    private final AtomicReference<@Nullable Work> watched = new AtomicReference<>();
    private final PrintStream err;
    private final Thread thread;
    private volatile boolean printed;

    /**
     * Work in progress.
     *
     * @param word what is done with the bytes
     * @param done bytes so far
     * @param all bytes in total
     * @param began by {@link System#nanoTime}
     */
    private record Work(String word, LongSupplier done, long all, long began) {}

    ProgressLine(Console console) {
        err = console.err();
        thread = new Thread(this::print, "progress");
        thread.setDaemon(true);
        if (console.showsProgress() && !console.isQuiet()) {
            thread.start();
        }
    }

    @Override
    public void watch(String word, LongSupplier done, long all) {
        watched.set(new Work(word, done, all, System.nanoTime()));
    }

    private void print() {
        try {
            Thread.sleep(FIRST_MILLIS);
            while (!Thread.currentThread().isInterrupted()) {
                Work work = watched.get();
                if (work != null && work.all > 0) {
                    double done = work.done.getAsLong();
                    double seconds = (System.nanoTime() - work.began) / 1e9;
                    err.printf(
                            Locale.ROOT,
                            "\r%3.0f %% of %.0f MB %s, %.0f MB/s, %.0f s left ",
                            100 * done / work.all,
                            work.all / 1e6,
                            work.word,
                            done / 1e6 / seconds,
                            seconds * (work.all - done) / Math.max(1, done));
                    printed = true;
                }
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (printed) {
            err.printf("\r%60s\r", "");
        }
    }
}

package dev.periplus.cli;

import dev.periplus.capture.CaptureSet;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** A line on the error stream that says how far long reading is; nothing where that is no terminal or work is short. */
final class Progress implements AutoCloseable {
    private static final long FIRST_MILLIS = 1500;
    private static final long EVERY_MILLIS = 250;

    private final AtomicReference<CaptureSet> watched = new AtomicReference<>();
    private final PrintStream err;
    private final Thread thread;
    private volatile boolean printed;

    Progress(Terminal terminal, boolean wanted) {
        err = terminal.err();
        thread = new Thread(this::print, "progress");
        thread.setDaemon(true);
        if (wanted) {
            thread.start();
        }
    }

    /** On a terminal, by the word of the launcher, unless {@code -q} says otherwise. */
    static boolean isWanted(Arguments parsed) {
        return "1".equals(System.getenv("PERIPLUS_PROGRESS")) && !parsed.has("quiet");
    }

    void watch(CaptureSet captures) {
        watched.set(captures);
    }

    private void print() {
        try {
            Thread.sleep(FIRST_MILLIS);
            long start = System.nanoTime() - FIRST_MILLIS * 1_000_000;
            while (!Thread.currentThread().isInterrupted()) {
                CaptureSet captures = watched.get();
                if (captures != null && captures.bytesTotal() > 0) {
                    double read = captures.bytesRead();
                    double seconds = (System.nanoTime() - start) / 1e9;
                    double left = seconds * (captures.bytesTotal() - read) / Math.max(1, read);
                    err.printf(
                            Locale.ROOT,
                            "\r%3.0f %% of %.0f MB read, %.0f MB/s, %.0f s left ",
                            100 * read / captures.bytesTotal(),
                            captures.bytesTotal() / 1e6,
                            read / 1e6 / seconds,
                            left);
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
            err.print("\r" + " ".repeat(60) + "\r");
        }
    }
}

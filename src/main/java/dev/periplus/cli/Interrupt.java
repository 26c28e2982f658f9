package dev.periplus.cli;

import dev.periplus.capture.CaptureSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** On Ctrl-C or SIGTERM reading stops, and what was read is answered before the process ends. */
final class Interrupt implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final AtomicReference<CaptureSet> reading = new AtomicReference<>();
    private final AtomicBoolean came = new AtomicBoolean();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "interrupt");

    Interrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** These captures are read from now on. */
    void stops(CaptureSet captures) {
        reading.set(captures);
        if (came.get()) {
            captures.stop();
        }
    }

    private void stop() {
        came.set(true);
        CaptureSet captures = reading.get();
        if (captures != null) {
            captures.stop();
        }
        try {
            boolean done = answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!done) {
                Runtime.getRuntime().halt(130);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is answered. */
    @Override
    public void close() {
        answered.countDown();
        if (!came.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                came.set(true); // the process is ending already
            }
        }
    }
}

package dev.periplus.cli;

import dev.periplus.capture.PacketSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Stops reading on Ctrl-C or SIGTERM, so that the run ends with its results. A second one ends the process at once. */
final class Interrupt implements AutoCloseable {
    private final AtomicReference<PacketSource> reading = new AtomicReference<>();
    private final AtomicBoolean came = new AtomicBoolean();

    Interrupt() {
        Signals.handle("INT", this::stop);
        Signals.handle("TERM", this::stop);
    }

    /** Stops this source from now on. */
    void stops(PacketSource source) {
        reading.set(source);
        if (came.get()) {
            source.stop();
        }
    }

    /** Whether an interrupt came. */
    boolean came() {
        return came.get();
    }

    /** Stops the source, as a signal does. */
    void stop() {
        if (came.getAndSet(true)) {
            Runtime.getRuntime().halt(Exit.INTERRUPTED.status());
        }
        PacketSource source = reading.get();
        if (source != null) {
            source.stop();
        }
    }

    /** Restores the default handling of signals. */
    @Override
    public void close() {
        Signals.leave("INT");
        Signals.leave("TERM");
    }
}

package dev.periplus.cli;

import dev.periplus.capture.PacketSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** On Ctrl-C or SIGTERM reading stops, and what was read is answered before the process ends. A second one ends it at once. */
final class Interrupt implements AutoCloseable {
    private final AtomicReference<PacketSource> reading = new AtomicReference<>();
    private final AtomicBoolean came = new AtomicBoolean();

    Interrupt() {
        Signals.handle("INT", this::stop);
        Signals.handle("TERM", this::stop);
    }

    /** This source is read from now on. */
    void stops(PacketSource source) {
        reading.set(source);
        if (came.get()) {
            source.stop();
        }
    }

    /** True once it was asked for. */
    boolean came() {
        return came.get();
    }

    /** It is asked for. */
    void stop() {
        if (came.getAndSet(true)) {
            Runtime.getRuntime().halt(Exit.INTERRUPTED.status());
        }
        PacketSource source = reading.get();
        if (source != null) {
            source.stop();
        }
    }

    /** All is answered. */
    @Override
    public void close() {
        Signals.leave("INT");
        Signals.leave("TERM");
    }
}

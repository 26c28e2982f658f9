package dev.periplus.cli;

import dev.periplus.command.Console;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends an operation with its results on Ctrl-C or SIGTERM. A second one ends the process at once. */
final class Interrupt implements Closeable {
    private final Console console;
    private final List<String> handled = new ArrayList<>();

    /** @param onHangUp what SIGHUP does; null for its usual effect */
    Interrupt(Console console, @Nullable Runnable onHangUp) {
        this.console = console;
        handle("INT", this::stop);
        handle("TERM", this::stop);
        if (onHangUp != null) {
            handle("HUP", onHangUp);
        }
    }

    private void handle(String signal, Runnable action) {
        Signals.handle(signal, action);
        handled.add(signal);
    }

    private void stop() {
        if (console.isStopped()) {
            Exit.INTERRUPTED.now();
        }
        console.stop();
    }

    /** Restores the default handling of signals. */
    @Override
    public void close() {
        handled.forEach(Signals::leave);
    }
}

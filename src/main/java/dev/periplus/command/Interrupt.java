package dev.periplus.command;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The time in which the reader can end an operation, so that it ends with its results. */
final class Interrupt implements AutoCloseable {
    private final Console console;
    private final Closeable signals;

    Interrupt(Console console) {
        this.console = console;
        signals = console.signals().get();
    }

    /** Stops what is read from now on: calls this, on any thread. */
    void stops(Runnable stop) {
        console.stops(stop);
    }

    /** Whether the reader ended it. */
    boolean came() {
        return console.isStopped();
    }

    @Override
    public void close() {
        try {
            signals.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

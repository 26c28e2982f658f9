package dev.periplus.command;

import dev.periplus.capture.PacketSource;
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

    /** Stops this source from now on. */
    void stops(PacketSource source) {
        console.stops(source);
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

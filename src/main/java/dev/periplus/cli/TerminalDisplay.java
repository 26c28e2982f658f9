package dev.periplus.cli;

import dev.periplus.command.Display;
import dev.periplus.command.LiveScreen;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** Draws live views on the terminal of this process, and reads keys there. */
record TerminalDisplay(Terminal terminal, RawTerminal raw) implements Display {
    /** Returns the place for a view, or null if the terminal cannot be read key by key. */
    static @Nullable Display open(Terminal terminal) {
        RawTerminal raw = TopView.terminal();
        return raw == null ? null : new TerminalDisplay(terminal, raw);
    }

    @Override
    public Closeable show(LiveScreen screen) {
        return new TopView(screen, terminal, raw);
    }

    @Override
    public void close() {
        raw.close();
    }
}

package dev.periplus.cli;

import dev.periplus.command.Display;
import dev.periplus.command.LiveScreen;
import java.io.Closeable;

/** Draws live views on the terminal of this process, and reads keys there. */
record TerminalDisplay(Terminal terminal) implements Display {
    @Override
    public Closeable show(LiveScreen screen) {
        return new TopView(screen, terminal, System.in);
    }

    /** Nothing: the view has restored the terminal. */
    @Override
    public void close() {}
}

package dev.periplus.cli;

import dev.periplus.capture.PacketSource;
import dev.periplus.review.Watcher;

/**
 * Shows the reading of captures to the user at a terminal.
 *
 * @param parsed the options of the command, which may ask for quiet
 */
record TerminalWatcher(Terminal terminal, Interrupt interrupt, Arguments parsed) implements Watcher {
    @Override
    public void note(String sentence) {
        if (!parsed.has("quiet")) {
            problem(sentence);
        }
    }

    @Override
    public void problem(String sentence) {
        terminal.err().println("periplus: " + sentence);
    }

    @Override
    public void reading(PacketSource source) {
        interrupt.stops(source);
    }

    @Override
    public boolean stopped() {
        return interrupt.came();
    }

    @Override
    public Watcher.Progress progress() {
        return new ProgressLine(terminal, ProgressLine.isWanted(parsed));
    }
}

package dev.periplus.command;

import dev.periplus.review.Watcher;

/**
 * Shows the reading of captures on a console.
 *
 * @param notes whether to show notes, unless the reader wants quiet
 */
record ConsoleWatcher(Console console, Interrupt interrupt, boolean notes) implements Watcher {
    @Override
    public void note(String sentence) {
        if (notes && !console.isQuiet()) {
            problem(sentence);
        }
    }

    @Override
    public void problem(String sentence) {
        console.problem(sentence);
    }

    @Override
    public void reading(Runnable stop) {
        interrupt.stops(stop);
    }

    @Override
    public boolean stopped() {
        return interrupt.came();
    }

    @Override
    public Watcher.Progress progress() {
        return new ProgressLine(console);
    }
}

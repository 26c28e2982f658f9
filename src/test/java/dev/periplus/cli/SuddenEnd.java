package dev.periplus.cli;

import dev.periplus.command.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/** Shows a screen of its own, and ends without closing it: run by {@link LiveViewTest} in a terminal. */
final class SuddenEnd {
    private static final int PAUSE_MILLIS = 200;

    private SuddenEnd() {}

    /** @param arguments "fault" for an error of another thread, "interrupt" for Ctrl-C until the process ends */
    @SuppressWarnings("try") // the handlers of signals
    public static void main(String[] arguments) throws InterruptedException {
        Fatal.watch();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        RawTerminal raw = TopView.terminal();
        if (raw == null) {
            throw new IllegalStateException("no terminal");
        }
        raw.enter();
        raw.draw(List.of("shown"));
        if (arguments[0].equals("fault")) {
            new Thread(() -> {
                        throw new IllegalStateException("a fault of the test");
                    })
                    .start();
            Thread.sleep(60_000);
        }
        try (Interrupt interrupt = new Interrupt(new Console(nowhere, nowhere), null)) {
            while (true) {
                Signals.send("INT");
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}

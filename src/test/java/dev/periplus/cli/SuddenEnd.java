package dev.periplus.cli;

import java.util.List;

/** Shows a screen of its own, and ends without closing it: run by {@link LiveViewTest} in a terminal. */
final class SuddenEnd {
    private SuddenEnd() {}

    /** @param arguments "fault" for an error of another thread, "interrupt" for two of Ctrl-C */
    public static void main(String[] arguments) throws InterruptedException {
        Fatal.watch();
        Interrupt interrupt = new Interrupt();
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
        } else {
            interrupt.stop();
            interrupt.stop();
        }
        Thread.sleep(60_000);
    }
}

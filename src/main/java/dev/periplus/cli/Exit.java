package dev.periplus.cli;

import dev.periplus.command.Ending;

/** How a command ended, most severe last. */
enum Exit {
    DONE(0),
    /** Nothing was left to tell: no packets, no flows, or none that match. */
    NOTHING(6),
    /** Packets or flows were lost, or records left out. */
    PARTIAL(4),
    /** {@code --fail-on} or {@code --exit-code} matched. */
    FINDING(1),
    /** An input could not be read completely. */
    UNREADABLE(3),
    /** Ended by Ctrl-C or SIGTERM; shells report SIGINT with this status. */
    INTERRUPTED(130),
    /** The command line, a filter or a rule file is wrong. */
    USAGE(2),
    /** Memory ran out, or the program has a fault: results are missing. */
    FAILED(5);

    /** How long the end of the process may take. */
    private static final int PATIENCE_MILLIS = 2000;

    private final int status;

    Exit(int status) {
        this.status = status;
    }

    /** The status that the process exits with. */
    int status() {
        return status;
    }

    static Exit of(Ending ending) {
        return valueOf(ending.name());
    }

    /** Ends the process now. The terminal is restored first; nothing holds the end up for long, be it a lack of memory. */
    void now() {
        try {
            Thread exit = new Thread(() -> System.exit(status), "exit");
            exit.setDaemon(true);
            exit.start();
            exit.join(PATIENCE_MILLIS);
        } catch (InterruptedException | OutOfMemoryError e) {
            return; // without hooks then
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }
}

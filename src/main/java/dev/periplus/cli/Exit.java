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
}

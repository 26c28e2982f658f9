package dev.periplus.cli;

/** How a command ended, the gravest last. */
enum Exit {
    DONE(0),
    /** Packets or flows were lost, records left out. */
    PARTIAL(4),
    /** Found what {@code --fail-on} or {@code --exit-code} asked for. */
    FINDING(1),
    /** An input could not be read, or not whole. */
    UNREADABLE(3),
    /** Ended by Ctrl-C or SIGTERM: what a shell makes of SIGINT. */
    INTERRUPTED(130),
    /** The command line, a filter or a rule file is wrong. */
    USAGE(2);

    private final int status;

    Exit(int status) {
        this.status = status;
    }

    /** For the operating system. */
    int status() {
        return status;
    }

    /** The graver of this and the other, if the other happened. */
    Exit or(boolean happened, Exit other) {
        return happened && other.compareTo(this) > 0 ? other : this;
    }
}

package dev.periplus.cli;

/** Exit statuses. */
final class Exit {
    static final int DONE = 0;
    static final int FINDING = 1;
    static final int USAGE = 2;
    static final int UNREADABLE = 3;
    static final int PARTIAL = 4;

    private Exit() {}
}

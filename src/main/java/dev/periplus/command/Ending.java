package dev.periplus.command;

/** How an operation ended, most severe last. */
public enum Ending {
    /** All was done. */
    DONE,
    /** Nothing was left to tell: no packets, no flows, or none that match. */
    NOTHING,
    /** Packets or flows were lost, or records left out. */
    PARTIAL,
    /** Something was found that the caller asked to be warned of. */
    FINDING,
    /** An input could not be read completely. */
    UNREADABLE,
    /** {@link Console#stop} ended it before its end. */
    INTERRUPTED;

    /** Returns the other if it happened and is more severe, else this. */
    Ending or(boolean happened, Ending other) {
        return happened && other.compareTo(this) > 0 ? other : this;
    }
}

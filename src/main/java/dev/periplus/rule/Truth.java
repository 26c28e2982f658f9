package dev.periplus.rule;

/** The result of testing a condition on a message. */
public enum Truth {
    YES,
    NO,
    /** Undecided: the deciding bytes have not arrived yet. */
    LATER;

    static Truth of(boolean holds) {
        return holds ? YES : NO;
    }
}

package dev.periplus.rule;

/** What a condition says of a message. */
public enum Truth {
    YES,
    NO,
    /** The bytes that would decide have not come yet. */
    LATER;

    static Truth of(boolean holds) {
        return holds ? YES : NO;
    }
}

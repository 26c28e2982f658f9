package dev.periplus.flow;

/** What a flow lacks for its inspection. */
public enum Lack {
    /** Payload that the capture truncated. */
    CUT,
    /** Bytes in the beginning of a stream. */
    GAP,
    /** The rest of its inspection: there was no room for it, or its packets were tiny and used up their number. */
    BUDGET;

    final byte bit = (byte) (1 << ordinal());
}

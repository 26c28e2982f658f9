package dev.periplus.answer;

/** What a capture did not show of a flow. What the bytes say then weighs less. */
public enum Incomplete {
    /** Of a TCP flow one direction was not captured at all. */
    ONE_SIDED("one-sided"),
    /** The beginning of the stream was not captured. */
    MIDSTREAM("midstream"),
    /** Packets were cut by the capture. */
    CUT_SHORT("cut-short");

    private final String id;

    Incomplete(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}

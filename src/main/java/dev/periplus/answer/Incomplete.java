package dev.periplus.answer;

/** What a capture lacks of a flow; its evidence then weighs less. */
public enum Incomplete {
    /** One direction of a TCP flow was not captured at all. */
    ONE_SIDED("one-sided"),
    /** The beginning of the stream was not captured. */
    MIDSTREAM("midstream"),
    /** The capture cut packets short. */
    CUT_SHORT("cut-short");

    private final String id;

    Incomplete(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}

package dev.periplus.answer;

/** What a capture lacks of a flow, or the flow itself; its evidence then weighs less. */
public enum Incomplete {
    /** One direction of a TCP flow was not captured at all. */
    ONE_SIDED("one-sided"),
    /** The beginning of the stream was not captured. */
    MIDSTREAM("midstream"),
    /** The capture cut packets short. */
    CUT_SHORT("cut-short"),
    /** The client sent a few packets, and the server said nothing. */
    UNANSWERED("unanswered");

    private final String id;

    Incomplete(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}

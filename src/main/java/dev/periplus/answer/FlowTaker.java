package dev.periplus.answer;

/** Takes the answers for flows, on one thread at a time. */
public interface FlowTaker {
    /** A flow is over. The record and its flow do not change afterwards. */
    void flow(FlowRecord record);

    /**
     * A flow is still open; this is its record so far, and the flow comes again. Whoever does not ask for such reports
     * counts each flow once.
     */
    default void goesOn(FlowRecord record) {}
}

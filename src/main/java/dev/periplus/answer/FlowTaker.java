package dev.periplus.answer;

/** Takes the answers for flows, on one thread at a time. */
public interface FlowTaker {
    /** Takes a flow that ended. The record and its flow do not change afterwards. */
    void flow(FlowRecord record);

    /**
     * Takes the record so far of a flow that is still open; the flow is reported again. Ignored by default, so that
     * each flow counts once.
     */
    default void goesOn(FlowRecord record) {}
}

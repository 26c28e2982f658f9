package dev.periplus.answer;

/** Receives the results of flows, on one thread at a time. */
public interface FlowTaker {
    /** Receives a flow that has ended. The record and its flow do not change afterwards. */
    void flow(FlowRecord record);

    /**
     * Receives the record so far of a flow that is still open and will come again. A taker that ignores these reports
     * counts each flow once.
     */
    default void goesOn(FlowRecord record) {}

    /** Receives what is known of the hosts, after the last flow of captures that belong together. */
    default void hosts(HostFacts known) {}
}

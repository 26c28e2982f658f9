package dev.periplus.answer;

/**
 * Takes the answers of a run. Called on one thread at a time: {@link #flow} for every flow, then {@link #finish} once.
 *
 * <p>Both throw {@link java.io.UncheckedIOException} where the output cannot be written.
 */
public interface FlowSink {
    /** A flow is settled. The record and its flow do not change afterwards. */
    void flow(FlowRecord record);

    /** What a review has to say of all flows together, after the last of them. */
    default void finding(Finding finding) {}

    /** What was settled so far is to be seen: where others read along, whole records are written. */
    default void flush() {}

    /** How the run goes so far; a sink may show it. */
    default void status(RunSummary soFar) {}

    /** The run is over. Everything has been written when this returns; the output stays open. */
    void finish(RunSummary run);
}

package dev.periplus.answer;

/**
 * Takes the answers of a run. Called on one thread at a time: {@link #flow} for every flow, then {@link #finish} once.
 *
 * <p>All methods throw {@link java.io.UncheckedIOException} if the output cannot be written.
 */
public interface FlowSink extends FlowTaker {
    /** Takes a finding of a review, after the last flow. */
    default void finding(Finding finding) {}

    /** Writes the records so far, each complete, for readers that follow the output. */
    default void flush() {}

    /** Takes the summary so far; a sink may show it. */
    default void status(RunSummary soFar) {}

    /** Ends the run. Everything is written when this returns; the output stays open. */
    void finish(RunSummary run);
}

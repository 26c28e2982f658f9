package dev.periplus.answer;

/**
 * Receives the results of a run. Called on one thread at a time: {@link #flow} for every flow, then {@link #finish} once.
 *
 * <p>All methods throw {@link java.io.UncheckedIOException} if the output cannot be written.
 */
public interface FlowSink extends FlowTaker {
    /** Receives a finding of a review, after the last flow. */
    default void finding(Finding finding) {}

    /** Writes the records so far, whole, for whoever reads along. */
    default void flush() {}

    /**
     * Waits until all records have reached their destination or are given up, so that {@link #counters} is complete for
     * the summary of the run. Called after the last record, before {@link #finish}.
     */
    default void settle() {}

    /** What became of the records so far, if the sink cannot be sure to write all of them; any thread. */
    default Counters counters() {
        return Counters.NONE;
    }

    /** Receives the summary of the run so far; a sink may show it. */
    default void status(RunSummary soFar) {}

    /** Ends the run: everything has been written when this returns; the output stays open. */
    void finish(RunSummary run);
}

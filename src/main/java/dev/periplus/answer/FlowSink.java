package dev.periplus.answer;

/**
 * Takes the answers of a run. Called on one thread at a time: {@link #flow} for every flow, then {@link #finish} once.
 *
 * <p>All methods throw {@link java.io.UncheckedIOException} where the output cannot be written.
 */
public interface FlowSink extends FlowTaker {
    /** What a review finds in all flows together, after the last of them. */
    default void finding(Finding finding) {}

    /** Makes the records so far readable for whoever reads along: whole records are written. */
    default void flush() {}

    /** The summary of the run so far; a sink may show it. */
    default void status(RunSummary soFar) {}

    /** The run is over. Everything has been written when this returns; the output stays open. */
    void finish(RunSummary run);
}

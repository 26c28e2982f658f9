package dev.periplus.report;

import dev.periplus.classify.FlowRecord;

/**
 * Takes the answers of a run. Called on one thread: {@link #flow} for every flow, then {@link #finish} once.
 *
 * <p>Both throw {@link java.io.UncheckedIOException} where the output cannot be written.
 */
public interface FlowSink {
    /** A flow is settled. The record and its flow do not change afterwards. */
    void flow(FlowRecord record);

    /** The run is over. Everything has been written when this returns; the output stays open. */
    void finish(RunSummary run);
}

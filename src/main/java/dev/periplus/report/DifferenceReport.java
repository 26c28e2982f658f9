package dev.periplus.report;

import dev.periplus.answer.Differences;

/** Where differences leave. */
public interface DifferenceReport {
    /**
     * Writes them all and flushes; the output stays open.
     *
     * @throws java.io.UncheckedIOException where the output cannot be written
     */
    void write(Differences differences);
}

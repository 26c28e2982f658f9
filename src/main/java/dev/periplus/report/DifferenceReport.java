package dev.periplus.report;

import dev.periplus.answer.Differences;

/** Writes the differences between two captures or cases. */
public interface DifferenceReport {
    /**
     * Writes all differences and flushes; leaves the output open.
     *
     * @throws java.io.UncheckedIOException if the output cannot be written
     */
    void write(Differences differences);
}

package dev.periplus.report;

import dev.periplus.text.Printable;

/** Receives the values of one {@link RecordField} of a record: none, one, or several in order. */
public interface FieldWriter {
    /** Receives text, possibly from traffic and not yet {@link Printable}. */
    void text(String value);

    void number(long value);

    /** Receives {@code scaled} divided by 10 to the power {@code decimals} (at most 9). */
    void decimal(long scaled, int decimals);

    /** Receives nanoseconds since the epoch. */
    void time(long nanos);
}

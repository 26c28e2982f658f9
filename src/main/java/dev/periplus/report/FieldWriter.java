package dev.periplus.report;

/** Takes the values of one {@link RecordField} of a record: none, one, or several in their order. */
public interface FieldWriter {
    /** May hold whatever traffic says. */
    void text(String value);

    void number(long value);

    /** {@code scaled} divided by 10 to the {@code decimals}, 9 at most. */
    void decimal(long scaled, int decimals);

    /** Nanoseconds since the epoch. */
    void time(long nanos);
}

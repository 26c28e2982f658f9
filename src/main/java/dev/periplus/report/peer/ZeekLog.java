package dev.periplus.report.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log in a format of Zeek. The fields of a record are set in the order of the log's fields. */
interface ZeekLog {
    /**
     * A field of a log.
     *
     * @param type in Zeek: time, interval, string, addr, port, enum, count, int, double, bool or set[string]
     */
    record Field(String name, String type) {}

    /** Leaves the field unset. */
    ZeekLog unset();

    /** Sets a time or an interval in nanoseconds. */
    ZeekLog time(long nanos);

    /** Sets a count, a port or an integer. */
    ZeekLog number(long number);

    /** Sets {@code scaled} divided by 10 to the power {@code decimals}. */
    ZeekLog real(long scaled, int decimals);

    ZeekLog flag(boolean flag);

    /** Sets a string, an address or an enum; leaves the field unset if null. */
    ZeekLog text(@Nullable String text);

    ZeekLog set(List<String> texts);

    /**
     * Ends the record; all its fields must be set.
     *
     * @param from start of the flow, nanoseconds since the epoch
     * @param to its end
     */
    void end(long from, long to);

    void flush();

    /** Ends the log. */
    void close();
}

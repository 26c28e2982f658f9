package dev.periplus.report.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log as Zeek writes it. The fields of a record are given one by one, in the order of the log's fields. */
interface ZeekLog {
    /**
     * A field of a log.
     *
     * @param type in Zeek's words: time, interval, string, addr, port, enum, count, int, double, bool or set[string]
     */
    record Field(String name, String type) {}

    /** The field has no value. */
    ZeekLog unset();

    /** A time or an interval in nanoseconds. */
    ZeekLog time(long nanos);

    /** A count, a port or an integer. */
    ZeekLog number(long number);

    /** {@code scaled} divided by 10 to the {@code decimals}. */
    ZeekLog real(long scaled, int decimals);

    ZeekLog flag(boolean flag);

    /** A string, an address or an enum; null for unset. */
    ZeekLog text(@Nullable String text);

    ZeekLog set(List<String> texts);

    /**
     * All fields of the record were given.
     *
     * @param from time of what it tells of, nanoseconds since the epoch
     * @param to when that ended
     */
    void end(long from, long to);

    void flush();

    /** No more records come. */
    void close();
}

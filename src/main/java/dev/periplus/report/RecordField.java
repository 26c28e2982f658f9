package dev.periplus.report;

import dev.periplus.answer.FlowRecord;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A field of a flow record.
 *
 * @param name path in the native record, members separated by dots: {@code server.port}
 * @param several whether a record may have more than one value
 */
public record RecordField(String name, Kind kind, boolean several, Values values) {
    private static final int NANO_DECIMALS = 9;

    /** Type of the values. */
    public enum Kind {
        TEXT,
        NUMBER,
        /** Seconds. */
        DURATION,
        ADDRESS,
        TIME;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads the values from a record. */
    @FunctionalInterface
    public interface Values {
        /** Writes the values of a record. */
        void write(FlowRecord record, FieldWriter to);
    }

    static RecordField text(String name, Function<FlowRecord, @Nullable String> value) {
        return one(name, Kind.TEXT, value);
    }

    static RecordField address(String name, Function<FlowRecord, @Nullable String> value) {
        return one(name, Kind.ADDRESS, value);
    }

    private static RecordField one(String name, Kind kind, Function<FlowRecord, @Nullable String> value) {
        return new RecordField(name, kind, false, (record, to) -> {
            String text = value.apply(record);
            if (text != null) {
                to.text(text);
            }
        });
    }

    static RecordField texts(String name, Values values) {
        return new RecordField(name, Kind.TEXT, true, values);
    }

    static RecordField number(String name, ToLongFunction<FlowRecord> value) {
        return new RecordField(name, Kind.NUMBER, false, (record, to) -> to.number(value.applyAsLong(record)));
    }

    /** A number that some records do not have. */
    static RecordField optional(String name, Values value) {
        return new RecordField(name, Kind.NUMBER, false, value);
    }

    static RecordField numbers(String name, Values values) {
        return new RecordField(name, Kind.NUMBER, true, values);
    }

    /** @param scaled the value times 10 to the power {@code decimals} */
    static RecordField decimal(String name, int decimals, ToLongFunction<FlowRecord> scaled) {
        return new RecordField(
                name, Kind.NUMBER, false, (record, to) -> to.decimal(scaled.applyAsLong(record), decimals));
    }

    /** @param nanos nanoseconds; the value is in seconds */
    static RecordField duration(String name, ToLongFunction<FlowRecord> nanos) {
        return new RecordField(
                name, Kind.DURATION, false, (record, to) -> to.decimal(nanos.applyAsLong(record), NANO_DECIMALS));
    }

    static RecordField time(String name, ToLongFunction<FlowRecord> nanos) {
        return new RecordField(name, Kind.TIME, false, (record, to) -> to.time(nanos.applyAsLong(record)));
    }

    /** Returns the name for formats without dots in names: {@code server_port}. */
    public String column() {
        return name.replace('.', '_');
    }

    /** Writes the values of a record. */
    public void write(FlowRecord record, FieldWriter to) {
        values.write(record, to);
    }
}

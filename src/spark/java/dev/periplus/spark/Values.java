package dev.periplus.spark;

import dev.periplus.answer.FlowRecord;
import dev.periplus.report.FieldWriter;
import dev.periplus.report.RecordField;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the values of a field of a record, in the types of Spark. */
final class Values implements FieldWriter {
    private static final long SECOND = 1_000_000_000L;

    private final List<Object> values = new ArrayList<>(1);

    /** Returns the value of a field: null for none, an array if it may have several. */
    @Nullable
    Object of(RecordField field, FlowRecord record) {
        values.clear();
        field.write(record, this);
        if (field.several()) {
            return values.toArray();
        }
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public void text(String value) {
        values.add(value);
    }

    @Override
    public void number(long value) {
        values.add(value);
    }

    @Override
    public void decimal(long scaled, int decimals) {
        values.add(scaled / Math.pow(10, decimals));
    }

    @Override
    public void time(long nanos) {
        values.add(timestamp(nanos));
    }

    static Timestamp timestamp(long nanos) {
        return Timestamp.from(Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND)));
    }
}

package dev.periplus.spark;

import dev.periplus.answer.FlowRecord;
import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.GreaterThan;
import org.apache.spark.sql.sources.GreaterThanOrEqual;
import org.apache.spark.sql.sources.In;
import org.apache.spark.sql.sources.IsNotNull;
import org.apache.spark.sql.sources.LessThan;
import org.apache.spark.sql.sources.LessThanOrEqual;
import org.jspecify.annotations.Nullable;

/**
 * The records whose rows are asked for: conditions on single columns of {@code flows}, tested before a row is made. Spark
 * tests them again.
 */
final class Wanted implements Predicate<FlowRecord> {
    private final List<Predicate<FlowRecord>> all = new ArrayList<>();
    private final Values values = new Values();

    Wanted(Filter[] filters) {
        List<RecordField> fields = new RecordFields().columns();
        for (Filter filter : filters) {
            Predicate<@Nullable Object> holds = condition(filter);
            RecordField field = field(filter, fields);
            if (holds != null && field != null) {
                all.add(record -> holds.test(values.of(field, record)));
            }
        }
    }

    @Override
    public boolean test(FlowRecord record) {
        for (Predicate<FlowRecord> condition : all) {
            if (!condition.test(record)) {
                return false;
            }
        }
        return true;
    }

    /** Returns those of the filters that are tested here. */
    static Filter[] among(Filter[] filters) {
        List<RecordField> fields = new RecordFields().columns();
        return Arrays.stream(filters)
                .filter(filter -> condition(filter) != null && field(filter, fields) != null)
                .toArray(Filter[]::new);
    }

    private static @Nullable RecordField field(Filter filter, List<RecordField> fields) {
        String[] names = filter.references();
        return fields.stream()
                .filter(field -> names.length == 1
                        && field.column().equals(names[0])
                        && !field.several()
                        && !field.name().equals("confidence")
                        && field.kind() != RecordField.Kind.DURATION)
                .findAny()
                .orElse(null);
    }

    private static @Nullable Predicate<@Nullable Object> condition(Filter filter) {
        if (filter instanceof IsNotNull) {
            return value -> value != null;
        }
        if (filter instanceof EqualTo equal) {
            return compared(equal.value(), order -> order == 0);
        }
        if (filter instanceof GreaterThan greater) {
            return compared(greater.value(), order -> order > 0);
        }
        if (filter instanceof GreaterThanOrEqual least) {
            return compared(least.value(), order -> order >= 0);
        }
        if (filter instanceof LessThan less) {
            return compared(less.value(), order -> order < 0);
        }
        if (filter instanceof LessThanOrEqual most) {
            return compared(most.value(), order -> order <= 0);
        }
        if (filter instanceof In in) {
            List<Object> values = Arrays.asList(in.values());
            return values.stream().allMatch(String.class::isInstance) ? values::contains : null;
        }
        return null;
    }

    private static @Nullable Predicate<@Nullable Object> compared(Object to, IntPredicate holds) {
        if (to instanceof String text) {
            return value -> value instanceof String of && holds.test(of.compareTo(text));
        }
        if (to instanceof Number number) {
            return value -> value instanceof Long of && holds.test(Long.compare(of, number.longValue()));
        }
        if (to instanceof Timestamp || to instanceof Instant) {
            Instant time = to instanceof Timestamp stamp ? stamp.toInstant() : (Instant) to;
            return value -> value instanceof Timestamp of
                    && holds.test(micros(of.toInstant()).compareTo(time));
        }
        return null;
    }

    /** A time as Spark stores it. */
    private static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }
}

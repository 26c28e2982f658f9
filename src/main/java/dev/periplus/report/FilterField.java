package dev.periplus.report;

import dev.periplus.address.Network;
import dev.periplus.answer.FlowRecord;
import dev.periplus.report.RecordField.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A field in a condition: what it can be compared with, and its values in a record. */
final class FilterField implements FieldWriter {
    private static final String NUMBER = "\\d{1,15}(\\.\\d{1,9})?";

    private final RecordField field;
    private final Digits digits = new Digits();
    private final List<String> values = new ArrayList<>();

    FilterField(RecordField field) {
        this.field = field;
    }

    /** The values in a record, until the next call; none where it has none. */
    List<String> of(FlowRecord record) {
        values.clear();
        field.write(record, this);
        return values;
    }

    @Override
    public void text(String value) {
        values.add(value);
    }

    @Override
    public void number(long value) {
        values.add(Long.toString(value));
    }

    @Override
    public void decimal(long scaled, int decimals) {
        values.add(digits.decimal(scaled, decimals).toString());
    }

    @Override
    public void time(long nanos) {
        values.add(digits.time(nanos).toString());
    }

    boolean isNumber() {
        return field.kind() == Kind.NUMBER;
    }

    /** Why the field can never have such a value, or null. */
    @Nullable
    String problem(String value) {
        return switch (field.kind()) {
            case TEXT, TIME -> null;
            case NUMBER -> isNumber(value) ? null : "this field is a number";
            case ADDRESS -> Network.parse(value) == null ? "this field is an address, or lies in a network" : null;
        };
    }

    static boolean isNumber(String text) {
        return text.matches(NUMBER);
    }

    /** Whether a value of the field is what was asked for. */
    Predicate<String> equalTo(String wanted) {
        return switch (field.kind()) {
            case TEXT, TIME -> value -> value.equalsIgnoreCase(wanted);
            case NUMBER -> {
                BigDecimal number = new BigDecimal(wanted);
                yield value -> new BigDecimal(value).compareTo(number) == 0;
            }
            case ADDRESS -> {
                Network network = Objects.requireNonNull(Network.parse(wanted));
                yield network::holds;
            }
        };
    }
}

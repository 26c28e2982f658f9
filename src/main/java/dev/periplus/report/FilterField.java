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

/** A field of a {@code -Y} condition: checks the values it is compared with, and reads its values from records. */
final class FilterField implements FieldWriter {
    private static final String NUMBER = "\\d{1,15}(\\.\\d{1,9})?";

    private final RecordField field;
    private final Digits digits = new Digits();
    private final List<String> values = new ArrayList<>();

    FilterField(RecordField field) {
        this.field = field;
    }

    /** Returns the values in a record, valid until the next call; empty if there are none. */
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

    /** Returns why the field can never have this value, or null if it can. */
    @Nullable
    String problem(String value) {
        return switch (field.kind()) {
            case TEXT, TIME -> null;
            case NUMBER -> isNumber(value) ? null : "this field takes a number";
            case ADDRESS -> Network.parse(value) == null ? "this field takes an address or a network" : null;
        };
    }

    static boolean isNumber(String text) {
        return text.matches(NUMBER);
    }

    /** Returns a test for values equal to {@code wanted}. */
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

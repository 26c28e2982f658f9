package dev.periplus.report;

import dev.periplus.address.Network;
import dev.periplus.report.RecordField.Kind;
import dev.periplus.report.TimeText.Moment;
import dev.periplus.text.Nearest;
import dev.periplus.text.Printable;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A field of a {@code -Y} condition: checks the values it is compared with, and reads its values from flows. */
final class FilterField implements FieldWriter {
    private static final String RANGE = TimeText.NUMBER + "\\.\\." + TimeText.NUMBER;

    private final RecordField field;
    private final String base;
    private final FilterVocabulary vocabulary;
    private final Digits digits = new Digits();
    private final List<String> values = new ArrayList<>();

    /** @param base name of the field in the record, where {@code field} has another one */
    FilterField(RecordField field, String base, FilterVocabulary vocabulary) {
        this.field = field;
        this.base = base;
        this.vocabulary = vocabulary;
    }

    FilterField(RecordField field) {
        this(field, field.name(), FilterVocabulary.ANY);
    }

    /** Returns the values of a flow, valid until the next call; empty if there are none. */
    List<String> of(FlowFields flow) {
        values.clear();
        flow.write(field, this);
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

    /** Whether values have an order. */
    boolean isOrdered() {
        return field.kind() == Kind.NUMBER || field.kind() == Kind.DURATION || field.kind() == Kind.TIME;
    }

    /** Returns why the field can never have this value, or null if it can. */
    @Nullable
    String problem(String value) {
        return field.kind() == Kind.NUMBER && value.matches(RANGE) ? null : problemOfOne(value);
    }

    /** The same for a value that is no range. */
    @Nullable
    String problemOfOne(String value) {
        return switch (field.kind()) {
            case TEXT -> unknown(value);
            case NUMBER -> value.matches(TimeText.NUMBER) ? null : "this field takes a number";
            case DURATION ->
                TimeText.seconds(value) == null
                        ? "this field takes a duration such as 1.5, 500ms, 90s, 5m or 1h30m"
                        : null;
            case TIME -> moment(value) == null ? "this field takes a time such as \"2026-01-05 09:12:44 UTC\"" : null;
            case ADDRESS -> Network.parse(value) == null ? "this field takes an address or a network" : null;
        };
    }

    private @Nullable String unknown(String value) {
        Collection<String> known = vocabulary.values(base);
        String asked = value.toLowerCase(Locale.ROOT);
        if (vocabulary.allows(base, asked)) {
            return null;
        }
        String says = "no " + field.name() + " is named '" + Printable.of(value) + "'";
        if (known.equals(vocabulary.protocols()) && vocabulary.applications().contains(asked)) {
            return says + "; did you mean application==" + asked + "?";
        }
        if (vocabulary.protocols().contains(asked)) {
            return says + "; did you mean label==" + asked + "?";
        }
        List<String> near = FilterVocabulary.near(asked, known);
        boolean few = near.isEmpty() && known != vocabulary.protocols() && known != vocabulary.applications();
        return says + (few && known.size() < 20 ? "; it can be " + String.join(", ", known) : Nearest.question(near));
    }

    private @Nullable Moment moment(String text) {
        return TimeText.moment(text, vocabulary.zone());
    }

    /** Returns a test for values equal to {@code wanted}, for which there is no {@link #problem}. */
    Predicate<String> equalTo(String wanted) {
        return switch (field.kind()) {
            case TEXT -> value -> value.equalsIgnoreCase(wanted);
            case NUMBER -> {
                int dots = wanted.indexOf("..");
                BigDecimal least = new BigDecimal(dots < 0 ? wanted : wanted.substring(0, dots));
                BigDecimal most = dots < 0 ? least : new BigDecimal(wanted.substring(dots + 2));
                yield value -> {
                    BigDecimal number = new BigDecimal(value);
                    return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
                };
            }
            case DURATION -> {
                BigDecimal seconds = Objects.requireNonNull(TimeText.seconds(wanted));
                yield value -> new BigDecimal(value).compareTo(seconds) == 0;
            }
            case TIME -> {
                Moment moment = Objects.requireNonNull(moment(wanted));
                yield value -> moment.holds(nanos(value));
            }
            case ADDRESS -> {
                Network network = Objects.requireNonNull(Network.parse(wanted));
                yield network::holds;
            }
        };
    }

    /** Returns how a value compares with {@code limit}, for which there is no {@link #problemOfOne}. */
    ToIntFunction<String> comparedWith(String limit) {
        if (field.kind() == Kind.TIME) {
            long time = Objects.requireNonNull(moment(limit)).nanos();
            return value -> Long.compare(nanos(value), time);
        }
        BigDecimal number = Objects.requireNonNull(TimeText.seconds(limit));
        return value -> new BigDecimal(value).compareTo(number);
    }

    private static long nanos(String time) {
        return Objects.requireNonNull(TimeText.moment(time, ZoneOffset.UTC)).nanos();
    }
}

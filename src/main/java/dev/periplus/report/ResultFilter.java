package dev.periplus.report;

import dev.periplus.answer.FlowRecord;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A condition on flow records: {@code label==ssh and server.port!=22 and standing==not-as-registered}.
 *
 * <p>A term is {@code FIELD OPERATOR VALUE} with {@code == != < <= > >= contains}, {@code FIELD in {VALUE, VALUE}},
 * {@code FIELD} alone, which is true if the field has a value, or a protocol, application or transport alone, which is
 * true of flows that speak it; {@code ip} and {@code ipv6} alone are the versions of IP. Terms are joined by
 * {@code and}, {@code or}, {@code not} (or {@code && || !}) and parentheses. If a field has several values, {@code !=}
 * is true if no value is equal; every other operator is true if at least one value matches. A field of one transport,
 * such as {@code tcp.port}, matches flows of that transport only. Addresses compare with addresses and with networks
 * such as {@code 10.0.0.0/8}, numbers also with ranges such as {@code 8000..8080}. A time is equal to all times that
 * begin like it. Values with characters other than letters, digits and {@code . : / - _ * +} need double quotes. Case
 * is ignored. For use on one thread at a time.
 */
public final class ResultFilter implements Predicate<FlowRecord> {
    /** Matches every flow. */
    public static final ResultFilter ALL = new ResultFilter(flow -> true, null);

    private final Predicate<FlowFields> condition;
    private final @Nullable String hint;

    private ResultFilter(Predicate<FlowFields> condition, @Nullable String hint) {
        this.condition = condition;
        this.hint = hint;
    }

    /**
     * Reads a condition that may name any protocol.
     *
     * @throws WrongFilterException if the text is not a valid condition
     */
    public static ResultFilter parse(String text) throws WrongFilterException {
        return parse(text, FilterVocabulary.ANY);
    }

    /** @throws WrongFilterException if the text is not a valid condition, or names what the vocabulary lacks */
    public static ResultFilter parse(String text, FilterVocabulary vocabulary) throws WrongFilterException {
        FilterParser parser = new FilterParser(text, vocabulary);
        Predicate<FlowFields> condition = parser.parse();
        return new ResultFilter(condition, parser.hint());
    }

    /** What to know if nothing matches, or null. */
    public @Nullable String hint() {
        return hint;
    }

    @Override
    public boolean test(FlowRecord record) {
        return test((FlowFields) (field, to) -> field.write(record, to));
    }

    /** Whether a flow matches that is no record. */
    public boolean test(FlowFields flow) {
        return condition.test(flow);
    }
}

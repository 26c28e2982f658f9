package dev.periplus.report;

import dev.periplus.address.Transport;
import dev.periplus.report.FilterTokens.Token;
import dev.periplus.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Reads conditions on flow records; {@link ResultFilter} describes them. */
final class FilterParser {
    private static final int DEEPEST = 64;
    private static final String SIDES = "source and destination are client and server of a flow; ip.addr is either";
    private static final String STATIONS =
            "only flows without IP have Ethernet addresses; filter packets with -f 'ether host ...'";
    private static final String IPV4 = "0.0.0.0/0";

    private final FilterTokens tokens;
    private final FilterVocabulary vocabulary;
    private final FilterNames names;
    private int depth;
    private @Nullable String hint;

    FilterParser(String text, FilterVocabulary vocabulary) throws WrongFilterException {
        tokens = new FilterTokens(text);
        this.vocabulary = vocabulary;
        names = new FilterNames(vocabulary);
    }

    /** What to know if nothing matches, or null. */
    @Nullable
    String hint() {
        return hint;
    }

    Predicate<FlowFields> parse() throws WrongFilterException {
        Predicate<FlowFields> all = either();
        Token rest = tokens.peek();
        if (!rest.isEnd()) {
            throw tokens.wrong(rest.column(), "expected 'and' or 'or' before '" + Printable.of(rest.text()) + "'");
        }
        return all;
    }

    private Predicate<FlowFields> either() throws WrongFilterException {
        Predicate<FlowFields> some = both();
        while (tokens.accept("or")) {
            some = some.or(both());
        }
        return some;
    }

    private Predicate<FlowFields> both() throws WrongFilterException {
        Predicate<FlowFields> all = one();
        while (tokens.accept("and")) {
            all = all.and(one());
        }
        return all;
    }

    private Predicate<FlowFields> one() throws WrongFilterException {
        if (++depth > DEEPEST) {
            throw tokens.wrong(tokens.peek().column(), "nested too deeply");
        }
        try {
            if (tokens.accept("not")) {
                return one().negate();
            }
            if (tokens.accept("(")) {
                Predicate<FlowFields> inner = either();
                tokens.expect(")");
                return inner;
            }
            return term();
        } finally {
            depth--;
        }
    }

    private Predicate<FlowFields> term() throws WrongFilterException {
        Token name = tokens.next();
        if (name.isEnd() || name.isSign()) {
            throw tokens.wrong(name.column(), "expected a field");
        }
        String asked = name.quoted() ? "" : name.text().toLowerCase(Locale.ROOT);
        boolean alone = !tokens.peek().compares();
        Predicate<FlowFields> flows = alone ? standing(asked) : null;
        if (flows != null) {
            return flows;
        }
        if (!names.has(asked)) {
            throw tokens.wrong(
                    name.column(), names.unknown(name.text().toLowerCase(Locale.ROOT), alone && !name.quoted()));
        }
        if (asked.startsWith("eth.") || asked.endsWith("mac")) {
            hint = STATIONS;
        } else if (asked.contains("src") || asked.contains("dst") || asked.startsWith("dest")) {
            hint = SIDES;
        }
        return compared(names.field(asked), asked);
    }

    /** Returns the condition of a word that is no field, or null if there is none: {@code ssh}, {@code tcp}. */
    private @Nullable Predicate<FlowFields> standing(String word) {
        switch (word) {
            case "eth", "frame" -> {
                return flow -> true;
            }
            case "ip", "ipv4" -> {
                return equal(names.field("server.ip"), IPV4);
            }
            case "ipv6" -> {
                FilterField server = names.field("server.ip");
                Predicate<FlowFields> version4 = equal(server, IPV4);
                return flow -> !server.of(flow).isEmpty() && !version4.test(flow);
            }
            default -> {
                if (names.has(word)) {
                    return null;
                }
            }
        }
        boolean known = vocabulary.protocols().contains(word)
                || vocabulary.applications().contains(word);
        int transport = Transport.numberOfName(word);
        if (!known && transport < 0) {
            return null;
        }
        Predicate<FlowFields> some =
                has("protocols", word).or(has("label", word)).or(has("application", word));
        return transport < 0 ? some : carriedBy(Transport.name(transport)).or(some);
    }

    /** A name of an organisation's frames also stands for its protocols: {@code snap:0x00000c:0x2000}. */
    private Predicate<FlowFields> carriedBy(String transport) {
        FilterField field = names.field("transport");
        return flow ->
                field.of(flow).stream().anyMatch(value -> value.equals(transport) || value.startsWith(transport + ":"));
    }

    private Predicate<FlowFields> has(String name, String value) {
        FilterField field = names.field(name);
        return flow -> field.of(flow).contains(value);
    }

    private Predicate<FlowFields> compared(FilterField field, String name) throws WrongFilterException {
        if (tokens.accept("in")) {
            tokens.expect("{");
            Predicate<FlowFields> some = equal(field, value(field));
            while (tokens.accept(",")
                    || !tokens.peek().isSign() && !tokens.peek().isEnd()) {
                some = some.or(equal(field, value(field)));
            }
            tokens.expect("}");
            return some;
        }
        if (tokens.accept("contains")) {
            String part = text().text().toLowerCase(Locale.ROOT);
            return flow -> field.of(flow).stream()
                    .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(part));
        }
        if (tokens.accept("==")) {
            return equal(field, value(field));
        }
        if (tokens.accept("!=")) {
            Predicate<FlowFields> other = equal(field, value(field)).negate();
            return RecordFields.transport(name) == Transport.NONE
                    ? other
                    : other.and(flow -> !field.of(flow).isEmpty());
        }
        for (String sign : List.of("<=", ">=", "<", ">")) {
            if (tokens.accept(sign)) {
                return ordered(field, sign);
            }
        }
        return flow -> !field.of(flow).isEmpty();
    }

    private Token text() throws WrongFilterException {
        Token value = tokens.next();
        if (value.isEnd() || value.isSign()) {
            throw tokens.wrong(value.column(), "expected a value");
        }
        return value;
    }

    private String value(FilterField field) throws WrongFilterException {
        Token value = text();
        String problem = field.problem(value.text());
        if (problem != null) {
            throw tokens.wrong(value.column(), problem);
        }
        return value.text();
    }

    private static Predicate<FlowFields> equal(FilterField field, String wanted) {
        Predicate<String> fits = field.equalTo(wanted);
        return flow -> field.of(flow).stream().anyMatch(fits);
    }

    private Predicate<FlowFields> ordered(FilterField field, String sign) throws WrongFilterException {
        Token limit = text();
        if (!field.isOrdered()) {
            throw tokens.wrong(limit.column(), "'" + sign + "' compares numbers, times and durations only");
        }
        String problem = field.problemOfOne(limit.text());
        if (problem != null) {
            throw tokens.wrong(limit.column(), problem);
        }
        ToIntFunction<String> compared = field.comparedWith(limit.text());
        IntPredicate holds = switch (sign) {
            case "<=" -> result -> result <= 0;
            case ">=" -> result -> result >= 0;
            case "<" -> result -> result < 0;
            default -> result -> result > 0;
        };
        return flow -> field.of(flow).stream().mapToInt(compared).anyMatch(holds);
    }
}

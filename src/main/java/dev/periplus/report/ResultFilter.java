package dev.periplus.report;

import dev.periplus.answer.FlowRecord;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A condition on flow records: {@code label==ssh and server.port!=22 and standing==not-as-registered}.
 *
 * <p>A term is {@code FIELD OPERATOR VALUE} with {@code == != < <= > >= contains}, {@code FIELD in {VALUE, VALUE}}, or
 * {@code FIELD} alone, which is true if the field has a value. Terms are joined by {@code and}, {@code or}, {@code not}
 * and parentheses. If a field has several values, {@code !=} is true if no value is equal; every other operator is true
 * if at least one value matches. Addresses compare with addresses and with networks such as {@code 10.0.0.0/8}. Values
 * with characters other than letters, digits and {@code . : / - _ *} need double quotes. Case is ignored. For use on
 * one thread at a time.
 */
public final class ResultFilter implements Predicate<FlowRecord> {
    private final Predicate<FlowRecord> condition;

    private ResultFilter(Predicate<FlowRecord> condition) {
        this.condition = condition;
    }

    /** Reports an invalid condition; the message is a sentence. */
    public static final class WrongFilterException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int column;
        private final transient List<String> shown;

        WrongFilterException(String text, int column, String what) {
            super("-Y, column " + column + ": " + what);
            this.column = column;
            int before = Printable.of(text.substring(0, column - 1)).length();
            shown = List.of("  " + Printable.of(text), "  " + " ".repeat(before) + "^");
        }

        /** The condition, and a caret under the error. */
        public List<String> shown() {
            return shown;
        }

        /** Column of the error, from 1. */
        public int column() {
            return column;
        }
    }

    /** @throws WrongFilterException if the text is not a valid condition */
    public static ResultFilter parse(String text) throws WrongFilterException {
        return new ResultFilter(new Parser(text).parse());
    }

    @Override
    public boolean test(FlowRecord record) {
        return condition.test(record);
    }

    /** A word or an operator. */
    private record Token(String text, int column, boolean quoted) {
        boolean is(String word) {
            return !quoted && text.equalsIgnoreCase(word);
        }
    }

    private static final class Parser {
        private static final int DEEPEST = 64;
        private static final List<String> SIGNS = List.of("==", "!=", "<=", ">=", "<", ">", "(", ")", "{", "}", ",");

        private final String text;
        private final Map<String, RecordField> fields = new RecordFields().filterable();
        private final List<Token> tokens = new ArrayList<>();
        private int at;
        private int depth;

        Parser(String text) throws WrongFilterException {
            this.text = text;
            int i = 0;
            while (i < text.length()) {
                i = Character.isWhitespace(text.charAt(i)) ? i + 1 : token(i);
            }
            tokens.add(new Token("", text.length() + 1, false));
        }

        private int token(int from) throws WrongFilterException {
            char first = text.charAt(from);
            if (first == '"') {
                int end = text.indexOf('"', from + 1);
                if (end < 0) {
                    throw wrong(from + 1, "missing closing quote");
                }
                tokens.add(new Token(text.substring(from + 1, end), from + 1, true));
                return end + 1;
            }
            for (String sign : SIGNS) {
                if (text.startsWith(sign, from)) {
                    tokens.add(new Token(sign, from + 1, false));
                    return from + sign.length();
                }
            }
            int end = from;
            while (end < text.length() && isPlain(text.charAt(end))) {
                end++;
            }
            if (end == from) {
                throw wrong(
                        from + 1, "unexpected '" + Printable.of("" + first) + "'" + (first == '=' ? "; use ==" : ""));
            }
            tokens.add(new Token(text.substring(from, end), from + 1, false));
            return end;
        }

        private static boolean isPlain(char c) {
            return Character.isLetterOrDigit(c) || ".:/-_*".indexOf(c) >= 0;
        }

        private WrongFilterException wrong(int column, String what) {
            return new WrongFilterException(text, column, what);
        }

        private Token peek() {
            return tokens.get(at);
        }

        private Token next() {
            return tokens.get(at++);
        }

        private boolean accept(String word) {
            boolean is = peek().is(word);
            at += is ? 1 : 0;
            return is;
        }

        private void expect(String word) throws WrongFilterException {
            if (!accept(word)) {
                throw wrong(peek().column(), "expected '" + word + "'");
            }
        }

        Predicate<FlowRecord> parse() throws WrongFilterException {
            Predicate<FlowRecord> all = either();
            if (at < tokens.size() - 1) {
                throw wrong(peek().column(), "expected 'and' or 'or' before '" + Printable.of(peek().text()) + "'");
            }
            return all;
        }

        private Predicate<FlowRecord> either() throws WrongFilterException {
            Predicate<FlowRecord> some = both();
            while (accept("or")) {
                some = some.or(both());
            }
            return some;
        }

        private Predicate<FlowRecord> both() throws WrongFilterException {
            Predicate<FlowRecord> all = one();
            while (accept("and")) {
                all = all.and(one());
            }
            return all;
        }

        private Predicate<FlowRecord> one() throws WrongFilterException {
            if (++depth > DEEPEST) {
                throw wrong(peek().column(), "nested too deeply");
            }
            try {
                if (accept("not")) {
                    return one().negate();
                }
                if (accept("(")) {
                    Predicate<FlowRecord> inner = either();
                    expect(")");
                    return inner;
                }
                return term();
            } finally {
                depth--;
            }
        }

        private Predicate<FlowRecord> term() throws WrongFilterException {
            Token name = next();
            FilterField field = field(name);
            if (accept("in")) {
                expect("{");
                Predicate<FlowRecord> some = equal(field, value(field));
                while (accept(",")) {
                    some = some.or(equal(field, value(field)));
                }
                expect("}");
                return some;
            }
            if (accept("contains")) {
                String part = value(field).toLowerCase(Locale.ROOT);
                return record -> field.of(record).stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(part));
            }
            if (accept("==")) {
                return equal(field, value(field));
            }
            if (accept("!=")) {
                return equal(field, value(field)).negate();
            }
            for (String sign : List.of("<=", ">=", "<", ">")) {
                if (accept(sign)) {
                    return compared(field, sign);
                }
            }
            return record -> !field.of(record).isEmpty();
        }

        private FilterField field(Token name) throws WrongFilterException {
            if (name.text().isEmpty()) {
                throw wrong(name.column(), "expected a field");
            }
            String asked = name.text().toLowerCase(Locale.ROOT);
            RecordField known = name.quoted() ? null : fields.get(asked);
            RecordField field = known == null && !name.quoted() ? RecordFields.metadata(asked) : known;
            if (field == null) {
                throw wrong(
                        name.column(),
                        "unknown field '" + Printable.of(name.text()) + "'; fields are "
                                + String.join(", ", fields.keySet()) + ", and metadata such as tls.sni");
            }
            return new FilterField(field);
        }

        private String value(FilterField field) throws WrongFilterException {
            Token value = next();
            if (!value.quoted() && (value.text().isEmpty() || SIGNS.contains(value.text()))) {
                throw wrong(value.column(), "expected a value");
            }
            String problem = field.problem(value.text());
            if (problem != null) {
                throw wrong(value.column(), problem);
            }
            return value.text();
        }

        private static Predicate<FlowRecord> equal(FilterField field, String wanted) {
            Predicate<String> fits = field.equalTo(wanted);
            return record -> field.of(record).stream().anyMatch(fits);
        }

        private Predicate<FlowRecord> compared(FilterField field, String sign) throws WrongFilterException {
            Token value = next();
            if (!field.isNumber()) {
                throw wrong(value.column(), "'" + sign + "' compares numbers only");
            }
            if (!FilterField.isNumber(value.text())) {
                throw wrong(value.column(), "expected a number");
            }
            double limit = Double.parseDouble(value.text());
            return record -> field.of(record).stream()
                    .mapToDouble(Double::parseDouble)
                    .anyMatch(number -> switch (sign) {
                        case "<=" -> number <= limit;
                        case ">=" -> number >= limit;
                        case "<" -> number < limit;
                        default -> number > limit;
                    });
        }
    }
}

package dev.periplus.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses one condition of a rule file. Throws IllegalArgumentException with a message for the rule's author. */
final class ConditionParser {
    private static final Pattern MATCH = Pattern.compile("match\\s+/(.*)/(i?)", Pattern.DOTALL);
    private static final Pattern FIND = Pattern.compile("find\\s+(.*?)\\s+in\\s+(\\d+)\\s*\\.\\.\\s*(\\d+)");
    private static final Pattern BYTES = Pattern.compile("(request\\.)?bytes\\[(.*?)\\]\\s*(==|!=)\\s*(.*)");
    private static final Pattern CHAIN =
            Pattern.compile("chain\\s+(.*?)(?:\\s+from\\s+(\\d{1,4}))?\\s+(then|each)\\s+(.*)");
    private static final Pattern RANDOM = Pattern.compile("random\\[\\s*(\\d{1,4})\\s*\\.\\.\\s*(\\d{1,4})\\s*\\]");
    private static final Pattern FIELD = Pattern.compile("u(8|16|24|32|64)(le)?\\[");
    private static final Pattern CHECKSUM = Pattern.compile("([a-z]+[a-z0-9-]*)\\[");
    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]+|\\d+");
    private static final Pattern OPERATOR = Pattern.compile("==|!=|<=|>=|<(?!<)|>(?!>)");
    private static final String FORMS = "conditions look like u16[2] == length - 4, length in 8..64,"
            + " bytes[0] == 47 45 'T', find 'abc' in 0..64, match /^GET / or chain u16[2] + 4 then u8[0] == 3";
    private static final int DEEPEST = 16;

    private final String text;
    private int at;
    private int depth;

    private ConditionParser(String text) {
        this.text = text;
    }

    static Condition parse(String written) {
        String text = written.strip();
        Matcher match = MATCH.matcher(text);
        if (match.matches()) {
            return Match.parse(match.group(1), !match.group(2).isEmpty());
        }
        Matcher find = FIND.matcher(text);
        if (find.matches()) {
            return find(find);
        }
        Matcher chain = CHAIN.matcher(text);
        if (chain.matches()) {
            return chain(chain);
        }
        Matcher random = RANDOM.matcher(text);
        if (random.matches()) {
            return RandomBytes.between(Integer.parseInt(random.group(1)), Integer.parseInt(random.group(2)));
        }
        Matcher bytes = BYTES.matcher(text);
        return bytes.matches() ? bytes(bytes) : new ConditionParser(text).comparison();
    }

    private static Condition find(Matcher find) {
        int from = Integer.parseInt(find.group(2));
        int to = Integer.parseInt(find.group(3));
        if (to < from || to > 65_535) {
            throw new IllegalArgumentException("the search range " + from + ".." + to
                    + (to < from ? " is empty; the lower offset comes first" : " is too far; offsets go up to 65535"));
        }
        return new Find(BytePattern.parse(find.group(1)), from, to);
    }

    private static Condition chain(Matcher chain) {
        Expression pdu = new ConditionParser(chain.group(1)).whole();
        if (pdu.changes() || pdu.width() <= 0) {
            throw new IllegalArgumentException(
                    "the length of a PDU comes from its own header, like u16[2] + 4 in chain u16[2] + 4 then u8[0] == 3");
        }
        List<Condition> parts = new ArrayList<>();
        for (String part : chain.group(4).split("\\s+and\\s+")) {
            parts.add(parse(part));
        }
        int from = chain.group(2) == null ? 0 : Integer.parseInt(chain.group(2));
        Condition then = parts.size() == 1 ? parts.get(0) : new Condition.All(parts);
        return new Chain(pdu, from, chain.group(3).equals("each"), then);
    }

    private static Condition bytes(Matcher bytes) {
        if (bytes.group(1) != null) {
            throw new IllegalArgumentException(
                    "request.bytes[...] is not supported; test the bytes of the request in `when`");
        }
        ConditionParser offset = new ConditionParser(bytes.group(2));
        Condition condition = new BytesAt(offset.whole(), BytePattern.parse(bytes.group(4)));
        return bytes.group(3).equals("==") ? condition : new Condition.Not(condition);
    }

    private Expression whole() {
        Expression expression = sum();
        skipSpace();
        if (at < text.length()) {
            throw unexpected();
        }
        return expression;
    }

    private Condition comparison() {
        Expression left = sum();
        skipSpace();
        if (text.startsWith("in", at)) {
            at += 2;
            return new InRanges(left, ranges());
        }
        Matcher operator = OPERATOR.matcher(text).region(at, text.length());
        if (!operator.lookingAt()) {
            throw unexpected();
        }
        at = operator.end();
        for (Compare.Operator known : Compare.Operator.values()) {
            if (known.sign.equals(operator.group())) {
                return compare(left, known, whole());
            }
        }
        throw unexpected();
    }

    private Condition compare(Expression left, Compare.Operator operator, Expression right) {
        if (left instanceof Expression.Field field
                && right instanceof Expression.Constant constant
                && field.width() < Long.BYTES
                && (constant.value() < 0 || constant.value() >>> Byte.SIZE * field.width() != 0)) {
            throw new IllegalArgumentException(constant.text() + " does not fit into " + left.text()
                    + ", which is at most " + ((1L << Byte.SIZE * field.width()) - 1));
        }
        return new Compare(left, operator, right);
    }

    private long[] ranges() {
        String list = text.substring(at).strip();
        if (list.startsWith("{") && list.endsWith("}")) {
            list = list.substring(1, list.length() - 1);
        }
        List<Long> ranges = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            if (part.isBlank()) {
                throw new IllegalArgumentException("a value of {" + list.strip() + "} is missing; write {1, 3..5}");
            }
            String[] ends = part.strip().split("\\.\\.", -1);
            if (ends.length > 2) {
                throw new IllegalArgumentException("'" + part.strip() + "' is not a value or a range; write 5 or 1..9");
            }
            long from = number(ends[0].strip());
            long to = ends.length == 2 ? number(ends[1].strip()) : from;
            if (to < from) {
                throw new IllegalArgumentException(
                        "the range " + part.strip() + " is empty; the lower value comes first");
            }
            ranges.add(from);
            ranges.add(to);
        }
        return ranges.stream().mapToLong(Long::longValue).toArray();
    }

    private Expression sum() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("brackets nested deeper than " + DEEPEST + " levels");
        }
        Expression left = masked();
        for (skipSpace(); at < text.length() && (peek() == '+' || peek() == '-'); skipSpace()) {
            char operator = text.charAt(at++);
            left = new Expression.Binary(operator, left, masked());
        }
        depth--;
        return left;
    }

    private Expression masked() {
        Expression left = term();
        for (skipSpace(); at < text.length(); skipSpace()) {
            char operator = peek();
            boolean shift = text.startsWith(">>", at);
            if (operator != '*' && operator != '&' && !shift) {
                break;
            }
            at += shift ? 2 : 1;
            left = new Expression.Binary(operator, left, term());
        }
        return left;
    }

    private Expression term() {
        skipSpace();
        if (at < text.length() && peek() == '(') {
            at++;
            Expression inner = sum();
            expect(')');
            return inner;
        }
        boolean ofRequest = text.startsWith("request.", at);
        at += ofRequest ? "request.".length() : 0;
        if (text.startsWith("length", at)) {
            at += "length".length();
            return new Expression.Length(ofRequest);
        }
        Matcher field = FIELD.matcher(text).region(at, text.length());
        if (field.lookingAt()) {
            at = field.end();
            Expression offset = sum();
            expect(']');
            return new Expression.Field(
                    Integer.parseInt(field.group(1)) / 8, field.group(2) != null, offset, ofRequest);
        }
        Matcher name = CHECKSUM.matcher(text).region(at, text.length());
        if (!ofRequest && name.lookingAt()) {
            at = name.end();
            return checked(name.group(1));
        }
        Matcher digits = NUMBER.matcher(text).region(at, text.length());
        if (ofRequest || !digits.lookingAt()) {
            throw unexpected();
        }
        at = digits.end();
        return new Expression.Constant(number(digits.group()), digits.group());
    }

    private Expression checked(String name) {
        for (Checksum checksum : Checksum.values()) {
            if (checksum.id().equals(name)) {
                Expression from = sum();
                expect('.');
                expect('.');
                Expression to = sum();
                expect(']');
                return new Expression.Checked(checksum, from, to);
            }
        }
        throw new IllegalArgumentException("unknown checksum '" + name + "'; known are "
                + String.join(
                        ", ", Arrays.stream(Checksum.values()).map(Checksum::id).toList()));
    }

    private static long number(String digits) {
        try {
            return digits.startsWith("0x") ? Long.parseUnsignedLong(digits.substring(2), 16) : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + digits + "' is not a number; write 80 or 0x50, at most 64 bits", e);
        }
    }

    private char peek() {
        return text.charAt(at);
    }

    private void expect(char c) {
        skipSpace();
        if (at >= text.length() || text.charAt(at) != c) {
            throw new IllegalArgumentException("missing '" + c + "' in \"" + text + "\"");
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException unexpected() {
        if (at >= text.length()) {
            return new IllegalArgumentException("\"" + text + "\" is incomplete; " + FORMS);
        }
        String rest = text.substring(at);
        if (rest.startsWith("=") && !rest.startsWith("==")) {
            return new IllegalArgumentException("unexpected '=' in \"" + text + "\"; use ==");
        }
        return new IllegalArgumentException("unexpected \"" + rest + "\" in \"" + text + "\"; " + FORMS);
    }
}

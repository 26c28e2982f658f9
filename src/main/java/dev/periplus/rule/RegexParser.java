package dev.periplus.rule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Parses a regular expression over bytes: literals, {@code .} (any byte), classes, groups, {@code |}, {@code * + ?
 * {m,n}}, {@code \r \n \t \d \w \s \xHH}, {@code $} for the end of the message. The caller handles {@code ^}. Throws
 * IllegalArgumentException with a message for the rule's author.
 */
final class RegexParser {
    private static final int MOST_REPEATS = 1000;
    private static final int DEEPEST = 32;

    /** Bound of an expression with its repetitions written out; an automaton with its most states is smaller. */
    private static final int LARGEST = 8 * RegexAutomaton.MOST_STATES;

    private final String text;
    private final boolean fold;
    private int at;
    private int depth;

    RegexParser(String text, boolean fold) {
        this.text = text;
        this.fold = fold;
    }

    RegexNode parse() {
        RegexNode node = choice();
        if (at < text.length()) {
            throw new IllegalArgumentException("regular expression: ')' without '('");
        }
        return node;
    }

    private RegexNode choice() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("regular expression: nested deeper than " + DEEPEST + " levels");
        }
        List<RegexNode> parts = new ArrayList<>();
        parts.add(sequence());
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            parts.add(sequence());
        }
        depth--;
        return parts.size() == 1 ? parts.get(0) : new RegexNode.Choice(parts);
    }

    private RegexNode sequence() {
        List<RegexNode> parts = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            parts.add(repeated(atom()));
        }
        return new RegexNode.Sequence(parts);
    }

    private RegexNode atom() {
        char c = text.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> new RegexNode.OneOf(characterClass());
            case '.' -> new RegexNode.OneOf(range(0, 255));
            case '$' -> new RegexNode.End();
            case '\\' -> new RegexNode.OneOf(escape());
            case '^' ->
                throw new IllegalArgumentException(
                        "regular expression: '^' only works at the beginning; write \\^ for the character");
            case '*', '+', '?', '{' ->
                throw new IllegalArgumentException("regular expression: nothing before '" + c + "' to repeat");
            default -> new RegexNode.OneOf(folded(single(c)));
        };
    }

    private RegexNode group() {
        if (text.startsWith("?:", at)) {
            at += 2;
        }
        RegexNode inner = choice();
        if (at >= text.length()) {
            throw new IllegalArgumentException("regular expression: '(' without ')'");
        }
        at++;
        return inner;
    }

    private BitSet characterClass() {
        boolean negated = at < text.length() && text.charAt(at) == '^';
        at += negated ? 1 : 0;
        BitSet members = new BitSet(256);
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            first = false;
            BitSet from = member();
            boolean range = at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']';
            if (range) {
                at++;
                BitSet to = member();
                members.or(folded(range(only(from), only(to))));
            } else {
                members.or(folded(from));
            }
        }
        if (at >= text.length()) {
            throw new IllegalArgumentException("regular expression: '[' without ']'");
        }
        at++;
        if (negated) {
            members.flip(0, 256);
        }
        return members;
    }

    private BitSet member() {
        char c = text.charAt(at++);
        return c == '\\' ? escape() : single(c);
    }

    private static int only(BitSet set) {
        if (set.cardinality() != 1) {
            throw new IllegalArgumentException("regular expression: the ends of a range must be single characters");
        }
        return set.nextSetBit(0);
    }

    private BitSet escape() {
        if (at >= text.length()) {
            throw new IllegalArgumentException("regular expression: ends in '\\'; write \\\\ for the character");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'r' -> single('\r');
            case 'n' -> single('\n');
            case 't' -> single('\t');
            case 'd' -> range('0', '9');
            case 's' -> of(" \t\r\n\f");
            case 'w' -> {
                BitSet word = range('0', '9');
                word.or(range('a', 'z'));
                word.or(range('A', 'Z'));
                word.set('_');
                yield word;
            }
            case 'x' -> hex();
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw new IllegalArgumentException("regular expression: unknown escape '\\" + c
                            + "'; known are \\r, \\n, \\t, \\d, \\w, \\s and \\xHH");
                }
                yield single(c);
            }
        };
    }

    private BitSet hex() {
        String digits = text.substring(at, Math.min(at + 2, text.length()));
        if (!digits.matches("[0-9a-fA-F]{2}")) {
            throw new IllegalArgumentException("regular expression: '\\x' needs two hex digits, as in \\x0a");
        }
        at += 2;
        return single((char) Integer.parseInt(digits, 16));
    }

    private RegexNode repeated(RegexNode part) {
        if (at >= text.length()) {
            return part;
        }
        RegexNode result = switch (text.charAt(at)) {
            case '*' -> counted(part, 0, -1);
            case '+' -> counted(part, 1, -1);
            case '?' -> counted(part, 0, 1);
            case '{' -> counts(part);
            default -> part;
        };
        if (result != part && at < text.length() && text.charAt(at) == '?') {
            at++;
        }
        return result;
    }

    private RegexNode counted(RegexNode part, int least, int most) {
        at++;
        return repeat(part, least, most);
    }

    private static RegexNode repeat(RegexNode part, int least, int most) {
        RegexNode repeat = new RegexNode.Repeat(part, least, most);
        if (repeat.size() > LARGEST) {
            throw new IllegalArgumentException("regular expression: too large; shorten its repetitions");
        }
        return repeat;
    }

    private RegexNode counts(RegexNode part) {
        int close = text.indexOf('}', at);
        String counts = close < 0 ? "" : text.substring(at + 1, close);
        if (!counts.matches("\\d{1,4}(,\\d{0,4})?")) {
            throw new IllegalArgumentException(
                    "regular expression: '{" + counts + "}' is not a count; write {3}, {3,} or {3,5}");
        }
        at = close + 1;
        String[] ends = counts.split(",", -1);
        int least = Integer.parseInt(ends[0]);
        int most = ends.length == 1 ? least : ends[1].isEmpty() ? -1 : Integer.parseInt(ends[1]);
        if (Math.max(least, most) > MOST_REPEATS || most >= 0 && most < least) {
            throw new IllegalArgumentException("regular expression: '{" + counts + "}' is "
                    + (most >= 0 && most < least ? "empty; the smaller count comes first" : "over " + MOST_REPEATS));
        }
        return repeat(part, least, most);
    }

    private BitSet folded(BitSet set) {
        if (!fold) {
            return set;
        }
        for (int letter = 'a'; letter <= 'z'; letter++) {
            if (set.get(letter) || set.get(letter - 32)) {
                set.set(letter);
                set.set(letter - 32);
            }
        }
        return set;
    }

    private static BitSet single(char c) {
        if (c > 255) {
            throw new IllegalArgumentException(
                    "regular expression: '" + c + "' is not a byte; write its bytes as \\xHH");
        }
        return range(c, c);
    }

    private static BitSet of(String members) {
        BitSet set = new BitSet(256);
        members.chars().forEach(set::set);
        return set;
    }

    private static BitSet range(int from, int to) {
        if (to < from) {
            throw new IllegalArgumentException(
                    "regular expression: the range is empty; the lower character comes first");
        }
        BitSet set = new BitSet(256);
        set.set(from, to + 1);
        return set;
    }
}

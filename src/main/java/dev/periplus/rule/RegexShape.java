package dev.periplus.rule;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a regular expression demands: how many bits it fixes and which first characters it allows. A reading of the
 * common constructs (literals, classes, groups, alternation, repetition), cautious about all others: what it does not
 * understand fixes nothing.
 */
record RegexShape(double bits, FirstBytes first) {
    static RegexShape of(String regex, boolean fold) {
        Reader reader = new Reader(regex, fold);
        Part whole = reader.alternation();
        boolean anchored = regex.startsWith("^");
        return new RegexShape(
                anchored ? whole.bits : Math.max(0, whole.bits - 10),
                anchored && whole.first != null ? whole.first : FirstBytes.any());
    }

    /** A piece: its bits, and its first characters, null where it can be empty or begins with anything. */
    private record Part(double bits, @Nullable FirstBytes first, boolean canBeEmpty) {}

    private static final class Reader {
        private static final Part NOTHING = new Part(0, null, true);
        private final String regex;
        private final boolean fold;
        private int at;

        Reader(String regex, boolean fold) {
            this.regex = regex;
            this.fold = fold;
        }

        Part alternation() {
            Part one = sequence();
            double chance = Bits.chance(one.bits);
            FirstBytes first = one.first;
            boolean empty = one.canBeEmpty;
            while (at < regex.length() && regex.charAt(at) == '|') {
                at++;
                Part next = sequence();
                chance += Bits.chance(next.bits);
                empty |= next.canBeEmpty;
                first = union(first, next.first);
            }
            return new Part(Bits.of(Math.min(1, chance)), empty ? null : first, empty);
        }

        private Part sequence() {
            double bits = 0;
            Part head = NOTHING;
            boolean headKnown = false;
            while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
                if (regex.charAt(at) == '^' || regex.charAt(at) == '$') {
                    at++;
                    continue;
                }
                Part part = repeated(atom());
                bits += part.bits;
                head = headKnown ? head : part;
                headKnown = true;
            }
            return new Part(bits, head.canBeEmpty ? null : head.first, !headKnown);
        }

        private Part atom() {
            char c = regex.charAt(at++);
            return switch (c) {
                case '(' -> group();
                case '[' -> characterClass();
                case '.' -> new Part(0, null, false);
                case '\\' -> escape();
                default -> literal(c);
            };
        }

        private Part group() {
            if (regex.startsWith("?:", at)) {
                at += 2;
            }
            Part inner = alternation();
            at++;
            return inner;
        }

        private Part characterClass() {
            int start = at;
            boolean negated = at < regex.length() && regex.charAt(at) == '^';
            at += negated ? 2 : 1;
            while (at < regex.length() && regex.charAt(at) != ']') {
                at += regex.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
            if (negated) {
                return new Part(0, null, false);
            }
            Pattern members = Pattern.compile(
                    regex.substring(start - 1, Math.min(at, regex.length())),
                    Pattern.DOTALL | (fold ? Pattern.CASE_INSENSITIVE : 0));
            FirstBytes first = FirstBytes.where(
                    value -> members.matcher(String.valueOf((char) value)).matches());
            double bits = Math.max(0, Bits.TEXT - Math.log(Math.max(1, first.size())) / Math.log(2));
            return new Part(bits, first, false);
        }

        private Part escape() {
            char c = at < regex.length() ? regex.charAt(at++) : '\\';
            return switch (c) {
                case 'r', 'n', 't' -> literal(c == 'r' ? '\r' : c == 'n' ? '\n' : '\t');
                case 'd' -> new Part(2.5, FirstBytes.where(v -> v >= '0' && v <= '9'), false);
                case 'x' -> {
                    String digits = regex.substring(at, Math.min(at + 2, regex.length()));
                    at += 2;
                    yield digits.matches("[0-9a-fA-F]{2}")
                            ? literal((char) Integer.parseInt(digits, 16))
                            : new Part(0, null, false);
                }
                case 'b', 'B', 'A', 'z' -> NOTHING;
                default -> Character.isLetter(c) ? new Part(0, null, false) : literal(c);
            };
        }

        private Part literal(char c) {
            double bits = Bits.ofByte(c & 0xff, 0xff);
            FirstBytes first = FirstBytes.where(value -> value == c
                    || fold && value < 128 && Character.toLowerCase((char) value) == Character.toLowerCase(c));
            return new Part(fold && Character.isLetter(c) ? bits - 1 : bits, first, false);
        }

        private Part repeated(Part part) {
            if (at >= regex.length()) {
                return part;
            }
            char c = regex.charAt(at);
            Part result = part;
            if (c == '*' || c == '?') {
                at++;
                result = NOTHING;
            } else if (c == '+') {
                at++;
            } else if (c == '{') {
                int close = regex.indexOf('}', at);
                String[] counts = regex.substring(at + 1, close).split(",", -1);
                int least = Integer.parseInt(counts[0].trim());
                at = close + 1;
                result = least == 0 ? NOTHING : new Part(part.bits * least, part.first, part.canBeEmpty);
            }
            if (at < regex.length() && regex.charAt(at) == '?') {
                at++;
            }
            return result;
        }

        private static @Nullable FirstBytes union(@Nullable FirstBytes a, @Nullable FirstBytes b) {
            if (a == null || b == null) {
                return null;
            }
            FirstBytes both = FirstBytes.none();
            both.add(a);
            both.add(b);
            return both;
        }
    }
}

package dev.periplus.report;

import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The words and operators of a condition, read in order. */
final class FilterTokens {
    private static final List<String> SIGNS =
            List.of("==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "{", "}", ",");

    /** Other spellings of operators. */
    private static final Map<String, String> SAME = Map.of(
            "&&", "and", "||", "or", "!", "not", "eq", "==", "ne", "!=", "lt", "<", "le", "<=", "gt", ">", "ge", ">=");

    private static final List<String> COMPARING = List.of("==", "!=", "<=", ">=", "<", ">", "in", "contains");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /** A word or an operator; the text of an operator is its usual spelling. */
    record Token(String text, int column, boolean quoted) {
        boolean is(String word) {
            return !quoted && operator().equals(word);
        }

        /** The operator that this is, in its usual spelling; any other word in lower case. */
        private String operator() {
            String lower = text.toLowerCase(Locale.ROOT);
            return SAME.getOrDefault(lower, lower);
        }

        boolean isEnd() {
            return !quoted && text.isEmpty();
        }

        boolean isSign() {
            return !quoted && SIGNS.contains(text);
        }

        boolean compares() {
            return !quoted && COMPARING.contains(operator());
        }
    }

    FilterTokens(String text) throws WrongFilterException {
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
            throw wrong(from + 1, "unexpected '" + Printable.of("" + first) + "'" + instead(first));
        }
        tokens.add(new Token(text.substring(from, end), from + 1, false));
        return end;
    }

    private static boolean isPlain(char c) {
        return Character.isLetterOrDigit(c) || ".:/-_*+".indexOf(c) >= 0;
    }

    private static String instead(char sign) {
        return switch (sign) {
            case '=' -> "; use ==";
            case '&' -> "; use && or and";
            case '|' -> "; use || or or";
            case '~' -> "; use contains";
            case '\'' -> "; use double quotes";
            default -> "";
        };
    }

    WrongFilterException wrong(int column, String what) {
        return new WrongFilterException(text, column, what);
    }

    Token peek() {
        return tokens.get(at);
    }

    Token next() {
        return tokens.get(at++);
    }

    boolean accept(String word) {
        boolean is = peek().is(word);
        at += is ? 1 : 0;
        return is;
    }

    void expect(String word) throws WrongFilterException {
        if (!accept(word)) {
            throw wrong(peek().column(), "expected '" + word + "'");
        }
    }
}

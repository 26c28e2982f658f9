package dev.periplus.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** {@code match /REGEX/} on the first 1,024 bytes as Latin-1. RE2: time is linear in the bytes. */
record Match(Pattern pattern, RegexShape shape, String text) implements Condition {
    private static final int LOOKED_AT = 1024;

    /** @throws IllegalArgumentException with a sentence that says what is wrong */
    static Match parse(String regex, boolean fold) {
        try {
            int flags = Pattern.DOTALL | (fold ? Pattern.CASE_INSENSITIVE : 0);
            return new Match(
                    Pattern.compile(regex, flags),
                    RegexShape.of(regex, fold),
                    "match /" + regex + "/" + (fold ? "i" : ""));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("regular expression: " + e.getMessage(), e);
        }
    }

    @Override
    public Truth test(Message message) {
        int length = Math.min(message.available, LOOKED_AT);
        if (pattern.matcher(new Latin1(message.bytes, message.start, length)).find()) {
            return Truth.YES;
        }
        return message.open && length < LOOKED_AT ? Truth.LATER : Truth.NO;
    }

    @Override
    public double bits() {
        return shape.bits();
    }

    @Override
    public FirstBytes first() {
        return shape.first();
    }

    /** Bytes as characters, without a copy. */
    private record Latin1(byte[] bytes, int start, int length) implements CharSequence {
        @Override
        public char charAt(int index) {
            return (char) (bytes[start + index] & 0xff);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Latin1(bytes, start + from, to - from);
        }

        @Override
        public String toString() {
            return new String(bytes, start, length, java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }
}

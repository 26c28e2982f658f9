package dev.periplus.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 64m} or {@code 1g}, in powers of 1024. */
record ByteSize(long bytes) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})([kmg])");
    private static final String UNITS = "kmg";

    static ByteSize parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a size is written as 64m or 1g, not '" + text + "'");
        }
        return new ByteSize(Long.parseLong(matcher.group(1)) << 10 * (1 + UNITS.indexOf(matcher.group(2))));
    }

    ByteSize part(int divisor) {
        return new ByteSize(bytes / divisor);
    }

    @Override
    public String toString() {
        for (int unit = UNITS.length(); unit > 0; unit--) {
            if (bytes > 0 && bytes % (1L << 10 * unit) == 0) {
                return (bytes >> 10 * unit) + UNITS.substring(unit - 1, unit);
            }
        }
        return String.valueOf(bytes);
    }
}

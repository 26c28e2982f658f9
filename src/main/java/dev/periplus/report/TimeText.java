package dev.periplus.report;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads times and durations as users type them. */
final class TimeText {
    /** A number without sign or exponent. */
    static final String NUMBER = "\\d{1,15}(\\.\\d{1,9})?";

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long DAY = 24 * 60 * MINUTE;
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Pattern TIME = Pattern.compile(
            "(?:(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)|(?<name>\\p{Alpha}{3}) {1,2}(?<dayof>\\d{1,2}), (?<yearof>\\d{4}))"
                    + "(?:[Tt ](?<hour>\\d\\d):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:\\.(?<fraction>\\d{1,9}))?)?)?"
                    + " ?(?<zone>[+-]\\d\\d:?\\d\\d|\\p{Alpha}[\\p{Alnum}_/+-]{0,40})?");
    private static final Pattern EPOCH = Pattern.compile("(\\d{9,10})(?:\\.(\\d{1,9}))?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ns|us|ms|s|min|m|h|d)");

    private TimeText() {}

    /**
     * A time.
     *
     * @param nanos since the epoch
     * @param unit nanoseconds of the last part written: a day for a date, a second for a time with seconds
     */
    record Moment(long nanos, long unit) {
        boolean holds(long time) {
            return time >= nanos && time < nanos + unit;
        }
    }

    /**
     * Reads {@code 2026-01-05}, {@code 2026-01-05T09:12:44.5Z}, {@code 2026-01-05 09:12 +01:00}, {@code Jan 5, 2026
     * 09:12:44}, or seconds since the epoch; null for anything else. {@code UTC}, {@code local} and names such as
     * {@code Europe/Paris} are zones too.
     *
     * @param usual the zone of a time that names none
     */
    static @Nullable Moment moment(String text, ZoneId usual) {
        Matcher epoch = EPOCH.matcher(text);
        if (epoch.matches()) {
            String fraction = epoch.group(2);
            return new Moment(Long.parseLong(epoch.group(1)) * SECOND + nanos(fraction), unit(fraction));
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return null;
        }
        try {
            String hour = time.group("hour");
            String second = time.group("second");
            String fraction = time.group("fraction");
            LocalDateTime local = LocalDateTime.of(
                    number(time.group("year"), time.group("yearof")),
                    time.group("name") == null
                            ? number(time.group("month"), "0")
                            : MONTHS.indexOf(time.group("name").toLowerCase(Locale.ROOT)) + 1,
                    number(time.group("day"), time.group("dayof")),
                    number(hour, "0"),
                    number(time.group("minute"), "0"),
                    number(second, "0"));
            long seconds = local.atZone(zone(time.group("zone"), usual)).toEpochSecond();
            long unit = hour == null ? DAY : second == null ? MINUTE : unit(fraction);
            return new Moment(Math.multiplyExact(seconds, SECOND) + nanos(fraction), unit);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static int number(@Nullable String digits, @Nullable String otherwise) {
        return Integer.parseInt(digits == null ? String.valueOf(otherwise) : digits);
    }

    private static ZoneId zone(@Nullable String name, ZoneId usual) {
        if (name == null) {
            return usual;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "z", "utc" -> ZoneId.of("Z");
            case "local" -> ZoneId.systemDefault();
            default -> ZoneId.of(name);
        };
    }

    private static long nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9));
    }

    private static long unit(@Nullable String fraction) {
        long unit = SECOND;
        for (int i = 0; fraction != null && i < fraction.length(); i++) {
            unit /= 10;
        }
        return unit;
    }

    /** Reads seconds ({@code 1.5}) or amounts with units ({@code 1h30m}, {@code 500ms}); null for anything else. */
    static @Nullable BigDecimal seconds(String text) {
        if (text.matches(NUMBER)) {
            return new BigDecimal(text);
        }
        Matcher part = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        BigDecimal sum = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at) {
            long unit = switch (part.group(2)) {
                case "ns" -> 1;
                case "us" -> 1000;
                case "ms" -> SECOND / 1000;
                case "s" -> SECOND;
                case "h" -> 60 * MINUTE;
                case "d" -> DAY;
                default -> MINUTE;
            };
            sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            at = part.end();
        }
        return at == 0 || at < text.length() ? null : sum.movePointLeft(9);
    }
}

package dev.periplus.report.text;

import dev.periplus.report.Digits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes times for people, with their date and zone. */
final class PageClock {
    private static final int DATE_AND_SECONDS = 19;
    private static final int DAY = 11;
    private static final int MILLIS = 23;
    private static final int NANO_DECIMALS = 9;
    private static final int MILLI_DECIMALS = 3;
    private static final long SECOND = 1_000_000_000L;

    private final ZoneId zone;
    private final TimeForm form;
    private final Digits digits = new Digits();
    private boolean begun;
    private long first;

    PageClock(ZoneId zone) {
        this(zone, TimeForm.DATE);
    }

    /** @param form of {@link #millis} */
    PageClock(ZoneId zone, TimeForm form) {
        this.zone = zone;
        this.form = form;
    }

    /** Returns {@code 2023-09-18 21:44:10 UTC}, or {@code 2023-09-18 17:44:10 -04:00}. */
    String seconds(long nanos) {
        return isUtc() ? utc(nanos, DATE_AND_SECONDS) + " UTC" : local(nanos, "yyyy-MM-dd HH:mm:ss xxx");
    }

    /** Returns two times, with UTC named once. */
    String span(long from, long to) {
        return brief(from) + " to " + seconds(to);
    }

    /** Returns the time, or two times of which the second lacks a date that is the same. */
    String times(long first, long last) {
        String from = brief(first);
        String to = seconds(last);
        if (from.equals(brief(last))) {
            return to;
        }
        return from + " to " + (from.substring(0, DAY).equals(to.substring(0, DAY)) ? to.substring(DAY) : to);
    }

    /** Returns {@code 2023-09-18 21:44:10} in UTC, or the time with its zone. */
    String brief(long nanos) {
        return isUtc() ? utc(nanos, DATE_AND_SECONDS) : seconds(nanos);
    }

    /** Returns {@code 2023-09-18 21:44:10.123Z}, {@code 2023-09-18 17:44:10.123-04:00}, or seconds. */
    String millis(long nanos) {
        if (form != TimeForm.DATE) {
            return since(nanos);
        }
        return isUtc() ? utc(nanos, MILLIS) + "Z" : local(nanos, "yyyy-MM-dd HH:mm:ss.SSSxxx");
    }

    private String since(long nanos) {
        if (!begun) {
            begun = true;
            first = form == TimeForm.EPOCH ? 0 : nanos;
        }
        return BigDecimal.valueOf(nanos - first, NANO_DECIMALS)
                .setScale(MILLI_DECIMALS, RoundingMode.FLOOR)
                .toPlainString();
    }

    /** Everyday runs need no formatter, which takes long to load. */
    private boolean isUtc() {
        return zone.equals(ZoneOffset.UTC);
    }

    private String utc(long nanos, int length) {
        return digits.time(nanos).toString().replace('T', ' ').substring(0, length);
    }

    private String local(long nanos, String pattern) {
        Instant time = Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
        return DateTimeFormatter.ofPattern(pattern).withZone(zone).format(time);
    }
}

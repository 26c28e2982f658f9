package dev.periplus.report.text;

import dev.periplus.report.Digits;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes times for people, with their date and zone. */
final class PageClock {
    private static final int DATE_AND_SECONDS = 19;
    private static final int DAY = 11;
    private static final int MILLIS = 23;
    private static final long SECOND = 1_000_000_000L;

    private final ZoneId zone;
    private final Digits digits = new Digits();

    PageClock(ZoneId zone) {
        this.zone = zone;
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

    /** Returns {@code 2023-09-18 21:44:10.123Z}, or {@code 2023-09-18 17:44:10.123-04:00}. */
    String millis(long nanos) {
        return isUtc() ? utc(nanos, MILLIS) + "Z" : local(nanos, "yyyy-MM-dd HH:mm:ss.SSSxxx");
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

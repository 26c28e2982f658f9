package dev.periplus.report;

import java.nio.charset.StandardCharsets;

/** Formats numbers and times as ASCII text in a reusable buffer. */
public final class Digits {
    private static final long NANOS = 1_000_000_000L;
    private static final int BILLION = 1_000_000_000;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int DAYS_PER_ERA = 146_097;
    private static final int ROOM = 40;
    private static final int BELOW_MICROS = 3;

    /** The digits of 00 to 99. */
    private static final byte[] PAIRS = pairs();

    /** Powers of ten that an int holds. */
    private static final int[] POWERS = {
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private final byte[] bytes = new byte[ROOM];
    private int length;

    /** Text of the last second written: consecutive times often share it. */
    private final byte[] upToSecond = new byte[ROOM];

    private int upToSecondLength;
    private long lastSecond = Long.MIN_VALUE;

    /** The buffer: ASCII, valid up to {@link #length}. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void appendTo(StringBuilder text) {
        for (int i = 0; i < length; i++) {
            text.append((char) bytes[i]);
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    /**
     * Writes {@code scaled} divided by 10 to the power {@code decimals} (at most 9), without trailing zeros: 183325, 2
     * → 1833.25.
     */
    public Digits decimal(long scaled, int decimals) {
        length = 0;
        if (scaled < 0) {
            bytes[length++] = '-';
        }
        if (decimals == 0) {
            whole(Math.abs(scaled));
            return this;
        }
        int scale = POWERS[decimals];
        whole(Math.abs(scaled / scale));
        int rest = (int) Math.abs(scaled % scale);
        int digits = decimals;
        while (digits > 0 && rest % 10 == 0) {
            rest /= 10;
            digits--;
        }
        if (digits > 0) {
            bytes[length++] = '.';
            padded(rest, digits);
        }
        return this;
    }

    /** Writes an IPv4 address in dotted notation. */
    public Digits ipv4(int address) {
        length = 0;
        for (int shift = 24; shift > 0; shift -= 8) {
            small(address >>> shift & 0xff);
            bytes[length++] = '.';
        }
        small(address & 0xff);
        return this;
    }

    /** Writes nanoseconds since the epoch as RFC 3339 in UTC, with nine decimals. */
    public Digits time(long nanos) {
        length = 0;
        long seconds = Math.floorDiv(nanos, NANOS);
        if (seconds != lastSecond) {
            date(Math.floorDiv(seconds, SECONDS_PER_DAY));
            timeOfDay(Math.floorMod(seconds, SECONDS_PER_DAY));
            lastSecond = seconds;
            System.arraycopy(bytes, 0, upToSecond, 0, length);
            upToSecondLength = length;
        }
        System.arraycopy(upToSecond, 0, bytes, 0, upToSecondLength);
        length = upToSecondLength;
        padded((int) (nanos - seconds * NANOS), 9);
        bytes[length++] = 'Z';
        return this;
    }

    /** Writes the same with six decimals and no zone; truncates. */
    public Digits micros(long nanos) {
        time(nanos);
        length -= BELOW_MICROS + 1;
        return this;
    }

    /** Writes nanoseconds as seconds with six decimals; truncates. */
    public Digits seconds(long nanos) {
        length = 0;
        if (nanos < 0) {
            bytes[length++] = '-';
        }
        whole(Math.abs(nanos / NANOS));
        bytes[length++] = '.';
        padded((int) Math.abs(nanos % NANOS) / 1000, 6);
        return this;
    }

    private void timeOfDay(int second) {
        bytes[length++] = 'T';
        padded(second / 3600, 2);
        bytes[length++] = ':';
        padded(second / 60 % 60, 2);
        bytes[length++] = ':';
        padded(second % 60, 2);
        bytes[length++] = '.';
    }

    /** Writes the Gregorian date; counts years from March so that the leap day comes last. */
    private void date(long daysSinceEpoch) {
        long days = daysSinceEpoch + 719_468;
        long era = Math.floorDiv(days, DAYS_PER_ERA);
        long day = Math.floorMod(days, DAYS_PER_ERA);
        long year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        long dayOfYear = day - (365 * year + year / 4 - year / 100);
        long month = (5 * dayOfYear + 2) / 153;
        long dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1;
        long calendarMonth = month < 10 ? month + 3 : month - 9;
        padded((int) (era * 400 + year) + (calendarMonth <= 2 ? 1 : 0), 4);
        bytes[length++] = '-';
        padded((int) calendarMonth, 2);
        bytes[length++] = '-';
        padded((int) dayOfMonth, 2);
    }

    private void whole(long number) {
        if (number < BILLION) {
            small((int) number);
        } else {
            whole(number / BILLION);
            padded((int) (number % BILLION), 9);
        }
    }

    private void small(int number) {
        int digits = 1;
        while (digits < POWERS.length && number >= POWERS[digits]) {
            digits++;
        }
        padded(number, digits);
    }

    private void padded(int number, int digits) {
        int rest = number;
        int at = length + digits;
        length = at;
        for (int left = digits; left > 1; left -= 2) {
            int hundreds = hundreds(rest);
            int pair = 2 * (rest - 100 * hundreds);
            bytes[--at] = PAIRS[pair + 1];
            bytes[--at] = PAIRS[pair];
            rest = hundreds;
        }
        if ((digits & 1) != 0) {
            bytes[--at] = (byte) ('0' + rest % 10);
        }
    }

    /** A hundredth of a number that is not negative: the first compiler divides slowly, and multiplies fast. */
    private static int hundreds(int number) {
        return (int) (number * 0x51eb851fL >>> 37);
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (byte) ('0' + ((i & 1) == 0 ? i / 20 : i / 2 % 10));
        }
        return pairs;
    }
}

package dev.periplus.answer;

import java.util.Locale;

/** Formats amounts for people. */
public final class Amounts {
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] COUNT_UNITS = {"", "k", "M", "G", "T", "P", "E"};
    private static final long PLAIN = 100_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Amounts() {}

    /** A count in full: 12,345. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A count with its noun, singular or plural: 1 flow, 12,345 flows. */
    public static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** At most five characters: 12345, 123k, 4.5M. */
    public static String shortCount(long count) {
        return count < PLAIN ? Long.toString(count) : scaled(count, COUNT_UNITS, "");
    }

    /** At most six characters, in powers of 1,000: 512 B, 1.2 kB, 22 MB. */
    public static String bytes(long bytes) {
        return bytes < 1_000 ? bytes + " B" : scaled(bytes, BYTE_UNITS, " ");
    }

    /** Two units at most: 0.42 s, 30 min 33 s, 2 h 5 min. */
    public static String duration(long nanos) {
        if (nanos < MILLI) {
            return nanos == 0 ? "0 s" : "under 1 ms";
        }
        if (nanos < SECOND) {
            return nanos / MILLI + " ms";
        }
        if (nanos < MINUTE * SECOND) {
            return String.format(Locale.ROOT, "%.1f s", Math.floor(nanos / 1e8) / 10);
        }
        long seconds = nanos / SECOND;
        if (seconds < HOUR) {
            return two(seconds / MINUTE, "min", seconds % MINUTE, "s");
        }
        if (seconds < DAY) {
            return two(seconds / HOUR, "h", seconds % HOUR / MINUTE, "min");
        }
        return two(seconds / DAY, "d", seconds % DAY / HOUR, "h");
    }

    /** Two decimals, never rounded up: 0.9999 is 0.99. */
    public static String confidence(double confidence) {
        return String.format(Locale.ROOT, "%.2f", Math.floor(confidence * 100 + 1e-9) / 100);
    }

    /** Returns {@code confidence 0.85}, or an empty text from 0.99 on. */
    public static String doubt(double confidence) {
        return confidence < 0.99 ? "confidence " + confidence(confidence) : "";
    }

    private static String two(long first, String firstUnit, long second, String secondUnit) {
        return first + " " + firstUnit + (second == 0 ? "" : " " + second + " " + secondUnit);
    }

    private static String scaled(long amount, String[] units, String gap) {
        int unit = 0;
        long scale = 1;
        while (amount / scale >= 1_000 && unit < units.length - 1) {
            scale *= 1_000;
            unit++;
        }
        long tenths = Math.floorDiv(amount, scale / 10 == 0 ? 1 : scale / 10);
        String number = tenths < 100 ? tenths / 10 + "." + tenths % 10 : Long.toString(tenths / 10);
        return number + gap + units[unit];
    }
}

package dev.periplus.capture;

/**
 * The time unit of one interface in a pcapng file: {@code if_tsresol} and {@code if_tsoffset}, draft-ietf-opsawg-pcapng
 * section 4.2.
 */
final class PcapngClock {
    /** The default resolution: microseconds. */
    static final int DEFAULT_RESOLUTION = 6;

    private static final long SECOND = 1_000_000_000L;
    private static final int NANO_DIGITS = 9;
    private static final int MAX_DIGITS = 18;

    private final int binaryDigits;
    private final long multiplier;
    private final long divisor;
    private final long offset;

    /**
     * Creates a clock.
     *
     * @param resolution the byte {@code if_tsresol}: a negative power of 10, or of 2 if its top bit is set
     * @param offsetSeconds added to every time
     */
    PcapngClock(int resolution, long offsetSeconds) {
        int digits = resolution & 0x7f;
        boolean binary = (resolution & 0x80) != 0;
        binaryDigits = binary ? digits : -1;
        multiplier = binary ? 1 : power(NANO_DIGITS - digits);
        divisor = binary ? 1 : power(digits - NANO_DIGITS);
        offset = saturated(offsetSeconds);
    }

    /** Returns a power of ten; with more digits than a long holds, every time becomes 0. */
    private static long power(int digits) {
        if (digits > MAX_DIGITS) {
            return Long.MAX_VALUE;
        }
        long value = 1;
        for (int i = 0; i < digits; i++) {
            value *= 10;
        }
        return value;
    }

    private static long saturated(long seconds) {
        long bound = Long.MAX_VALUE / SECOND;
        return Math.max(-bound, Math.min(bound, seconds)) * SECOND;
    }

    /** Converts an unsigned tick count to nanoseconds since the epoch, clamped to 0 to 2^63 - 1. */
    long nanoseconds(long ticks) {
        long time = binaryDigits >= 0 ? fromBinary(ticks) : fromDecimal(ticks);
        long sum = time + offset;
        if (offset > 0 && sum < 0) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, sum);
    }

    private long fromDecimal(long ticks) {
        if (divisor != 1) {
            return Long.divideUnsigned(ticks, divisor);
        }
        return times(ticks, multiplier);
    }

    private long fromBinary(long ticks) {
        int digits = binaryDigits;
        long count = ticks;
        for (; digits >= Long.SIZE; digits--) {
            count >>>= 1;
        }
        if (digits == 0) {
            return times(count, SECOND);
        }
        long seconds = count >>> digits;
        long part = count & (1L << digits) - 1;
        long high = Math.multiplyHigh(part, SECOND);
        long nanoseconds = high << Long.SIZE - digits | part * SECOND >>> digits;
        long whole = times(seconds, SECOND);
        return whole > Long.MAX_VALUE - nanoseconds ? Long.MAX_VALUE : whole + nanoseconds;
    }

    /** Multiplies an unsigned number; the product is at most {@link Long#MAX_VALUE}. */
    private static long times(long unsigned, long factor) {
        long product = unsigned * factor;
        return unsigned < 0 || product < 0 || Math.multiplyHigh(unsigned, factor) != 0 ? Long.MAX_VALUE : product;
    }
}

package dev.periplus.rule;

/**
 * How much a byte says. Traffic is not random: zero bytes and text are common, so finding one where a rule wants it
 * says less than eight bits.
 */
final class Bits {
    /** A zero byte: about one byte in eight of first payloads. */
    static final double ZERO = 3;

    /** A zero byte after another: they come in runs. */
    static final double MORE_ZEROS = 1.5;

    /** A small number or 0xff. */
    static final double COMMON = 5;

    /** A printable character. */
    static final double TEXT = 6;

    static final double OTHER = 8;

    /** A length field that agrees with the length: the high bytes of lengths are mostly zero. */
    private static final double[] LENGTH_RELATION = {0, 7, 12, 14, 16, 16, 18, 18, 20};

    private Bits() {}

    static double chance(double bits) {
        return Math.pow(2, -bits);
    }

    static double of(double chance) {
        return -Math.log(chance) / Math.log(2);
    }

    /** Bits of a byte of which {@code mask} is fixed to {@code value}. */
    static double ofByte(int value, int mask) {
        double whole;
        if (value == 0) {
            whole = ZERO;
        } else if (value <= 4 || value == 0xff) {
            whole = COMMON;
        } else if (value >= 0x20 && value < 0x7f) {
            whole = TEXT;
        } else {
            whole = OTHER;
        }
        return Math.min(whole, Integer.bitCount(mask & 0xff));
    }

    /** Bits of an integer of {@code width} bytes that equals {@code value}, under {@code mask}. */
    static double ofInteger(long value, int width, long mask) {
        double bits = 0;
        boolean afterZero = false;
        for (int shift = 0; shift < width * 8; shift += 8) {
            int octet = (int) (value >>> shift) & 0xff;
            bits += ofByte(octet, (int) (mask >>> shift) & 0xff, afterZero);
            afterZero = octet == 0;
        }
        return bits;
    }

    /** Bits of a byte that may follow a zero byte. */
    static double ofByte(int value, int mask, boolean afterZero) {
        double bits = ofByte(value, mask);
        return value == 0 && afterZero ? Math.min(bits, MORE_ZEROS) : bits;
    }

    /** Bits of an integer of {@code width} bytes that is one of {@code size} values from {@code lowest} to {@code highest}. */
    static double ofRange(double size, long lowest, long highest, int width) {
        int used = Math.max(1, (64 - Long.numberOfLeadingZeros(Math.max(0, highest)) + 7) / 8);
        int zeroBytes = Math.max(0, width - used);
        double ofZeros = zeroBytes == 0 ? 0 : ZERO + (zeroBytes - 1) * MORE_ZEROS;
        double ofRest = Math.max(0, Math.min(width, used) * 8 - Math.log(Math.max(1, size)) / Math.log(2));
        return ofZeros + (lowest == 0 && highest < 256 ? Math.min(ofRest, ZERO) : ofRest);
    }

    static double ofLengthRelation(int width) {
        return LENGTH_RELATION[Math.min(width, LENGTH_RELATION.length - 1)];
    }
}

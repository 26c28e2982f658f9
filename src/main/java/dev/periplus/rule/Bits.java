package dev.periplus.rule;

/**
 * Information content of matched bytes, in bits. Traffic is not random: zero bytes and text are common, so a match on
 * one of them is worth less than eight bits.
 */
final class Bits {
    /** A zero byte: about one byte in eight of first payloads is zero. */
    static final double ZERO = 3;

    /** A zero byte after a zero byte: zeros come in runs. */
    static final double MORE_ZEROS = 1.5;

    /** A zero byte after four zero bytes. */
    private static final double STILL_ZEROS = 0.1;

    private static final int ZERO_RUN = 4;

    /** A small number or 0xff. */
    static final double COMMON = 5;

    /** A printable character. */
    static final double TEXT = 6;

    /** A printable character after a printable character: text comes in words. */
    static final double MORE_TEXT = 4;

    /** A carriage return or line feed after text. */
    static final double LINE_END = 4;

    /** A line feed after a carriage return. */
    static final double LINE_FEED = 1;

    static final double OTHER = 8;

    /** Number of fixed bits from which a byte counts as known when the next one is weighed. */
    private static final int MOSTLY = 7;

    /** Marks a byte that can have any value. */
    static final int UNKNOWN = -1;

    /** A field that equals the message length, by field width: the high bytes of lengths are mostly zero. */
    private static final double[] LENGTH_RELATION = {0, 7, 12, 14, 16, 16, 18, 18, 20};

    private Bits() {}

    static double chance(double bits) {
        return Math.pow(2, -bits);
    }

    static double of(double chance) {
        return -Math.log(chance) / Math.log(2);
    }

    /** Bits of a byte whose {@code mask} bits equal those of {@code value}. */
    static double ofByte(int value, int mask) {
        double whole;
        if (value == 0) {
            whole = ZERO;
        } else if (value <= 4 || value == 0xff) {
            whole = COMMON;
        } else if (isText(value)) {
            whole = TEXT;
        } else {
            whole = OTHER;
        }
        return Math.min(whole, Integer.bitCount(mask & 0xff));
    }

    /** Bits of an integer of {@code width} bytes that equals {@code value}, under {@code mask}. */
    static double ofInteger(long value, int width, long mask) {
        byte[] bytes = new byte[width];
        byte[] masks = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >>> i * Byte.SIZE);
            masks[i] = (byte) (mask >>> i * Byte.SIZE);
        }
        return ofBytes(bytes, masks);
    }

    /** Bits of consecutive bytes under their masks. */
    static double ofBytes(byte[] values, byte[] masks) {
        double bits = 0;
        int before = UNKNOWN;
        int zeros = 0;
        for (int i = 0; i < values.length; i++) {
            int value = values[i] & 0xff;
            int mask = masks[i] & 0xff;
            double one = ofByte(value, mask, before);
            bits += zeros >= ZERO_RUN && value == 0 ? Math.min(one, STILL_ZEROS) : one;
            before = Integer.bitCount(mask) >= MOSTLY ? value : UNKNOWN;
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return bits;
    }

    /** Bits of a byte that follows {@code before}, or {@link #UNKNOWN}. */
    static double ofByte(int value, int mask, int before) {
        return Math.min(ofByte(value, mask), most(value, before));
    }

    /** Upper bound for a byte after {@code before}. */
    private static double most(int value, int before) {
        if (value == 0 && before == 0) {
            return MORE_ZEROS;
        }
        if (isText(before) && (value == '\r' || value == '\n')) {
            return LINE_END;
        }
        if (before == '\r' && value == '\n') {
            return LINE_FEED;
        }
        return isText(before) && isText(value) ? MORE_TEXT : OTHER;
    }

    static boolean isText(int value) {
        return value >= 0x20 && value < 0x7f;
    }

    /**
     * Bits of an integer of {@code width} bytes with one of {@code size} values from {@code lowest} to {@code highest}.
     */
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

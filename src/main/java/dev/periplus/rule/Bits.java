package dev.periplus.rule;

import java.util.BitSet;

/**
 * Information content of matched bytes, in bits. Traffic is not random: zero bytes, small numbers, text and lengths are
 * common, so a match on one of them is worth less than eight bits a byte.
 */
final class Bits {
    /** A zero byte: where a protocol has one, another has one as often as not. */
    static final double ZERO = 1;

    /** A zero byte after a zero byte: zeros come in runs. */
    static final double MORE_ZEROS = 0.5;

    /** 0xff after 0xff. */
    private static final double MORE_ONES = 1;

    /** A zero byte after four zero bytes. */
    private static final double STILL_ZEROS = 0.1;

    private static final int ZERO_RUN = 4;

    /** A small number or 0xff. */
    static final double COMMON = 4.5;

    private static final int MOST_COMMON = 4;

    /** A number that programs count or flag with. */
    private static final double SMALL = 6;

    private static final int MOST_SMALL = 16;
    private static final int SMALL_NUMBERS = 32;

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

    /** A field that fits the length of its message: most protocols have one. */
    static final double LENGTH_FITS = 4;

    /** A byte of two equal fields: ids often agree where they are repeated. */
    private static final double BYTE_AGREES = 5;

    private static final double MOST_AGREE = 20;

    /** Two equal fields with a small number. */
    private static final double SMALL_AGREES = 2;

    private static final int BYTES = 256;

    /** Sums of the chances of the byte values below an index. */
    private static final double[] UP_TO = new double[BYTES + 1];

    static {
        for (int value = 0; value < BYTES; value++) {
            UP_TO[value + 1] = UP_TO[value] + chance(ofByte(value, 0xff));
        }
    }

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
        } else if (value <= MOST_COMMON || value == 0xff) {
            whole = COMMON;
        } else if (value <= MOST_SMALL) {
            whole = SMALL;
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

    /** Bits of an integer of {@code width} bytes that equals {@code value}; allocates nothing. */
    static double ofInteger(long value, int width) {
        double bits = 0;
        int before = UNKNOWN;
        int zeros = 0;
        for (int i = width - 1; i >= 0; i--) {
            int octet = (int) (value >>> i * Byte.SIZE) & 0xff;
            bits += zeros >= ZERO_RUN && octet == 0 ? STILL_ZEROS : ofByte(octet, 0xff, before);
            before = octet;
            zeros = octet == 0 ? zeros + 1 : 0;
        }
        return bits;
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
        if (value == before && (value == 0 || value == 0xff)) {
            return value == 0 ? MORE_ZEROS : MORE_ONES;
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

    /** Chance of an integer of {@code width} bytes to lie between two values, both inclusive. */
    static double chanceOfRange(long lowest, long highest, int width) {
        if (width < Long.BYTES) {
            long least = Math.max(0, lowest);
            long most = Math.min((1L << Byte.SIZE * width) - 1, highest);
            return least > most ? 0 : chanceOfRange(least, most, width, UNKNOWN);
        }
        // Numbers of eight bytes are negative from the highest bit on.
        boolean both = lowest < 0 && highest >= 0;
        return both
                ? chanceOfRange(lowest, -1, width, UNKNOWN) + chanceOfRange(0, highest, width, UNKNOWN)
                : chanceOfRange(lowest, highest, width, UNKNOWN);
    }

    /** As above for the bytes that follow {@code before}, the most significant first. */
    private static double chanceOfRange(long lowest, long highest, int width, int before) {
        if (width == 0) {
            return 1;
        }
        int shift = Byte.SIZE * (width - 1);
        int first = (int) (lowest >>> shift) & 0xff;
        int last = (int) (highest >>> shift) & 0xff;
        long rest = (1L << shift) - 1;
        if (first == last) {
            return chance(ofByte(first, 0xff, before)) * chanceOfRange(lowest & rest, highest & rest, width - 1, first);
        }
        double between = UP_TO[last] - UP_TO[first + 1];
        double atFirst = chance(ofByte(first, 0xff, before)) * chanceOfRange(lowest & rest, rest, width - 1, first);
        double atLast = chance(ofByte(last, 0xff, before)) * chanceOfRange(0, highest & rest, width - 1, last);
        return Math.min(1, atFirst + between + atLast);
    }

    /** Bits of a byte that is one of a set. */
    static double ofSet(BitSet bytes) {
        double chance =
                bytes.stream().mapToDouble(value -> chance(ofByte(value, 0xff))).sum();
        return of(Math.min(1, chance));
    }

    /** Upper bound for two equal fields of {@code width} bytes. */
    static double ofAgreement(int width) {
        return Math.min(width * BYTE_AGREES, MOST_AGREE);
    }

    /** Bits of two equal fields that hold {@code value}: equal zeros say nothing. */
    static double ofAgreement(long value) {
        if (value >= 0 && value < SMALL_NUMBERS) {
            return value == 0 ? 0 : SMALL_AGREES;
        }
        int telling = 0;
        for (long left = value; left != 0; left >>>= Byte.SIZE) {
            int octet = (int) left & 0xff;
            telling += octet == 0 || octet == 0xff ? 0 : 1;
        }
        return Math.min(telling * BYTE_AGREES, MOST_AGREE);
    }
}

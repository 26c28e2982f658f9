package dev.periplus.draft;

/** Reads integers of messages and names them as rules do. */
final class Integers {
    private Integers() {}

    /** Reads an unsigned integer of {@code width} bytes, at most 4. */
    static long read(byte[] bytes, int offset, int width, boolean littleEndian) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << Byte.SIZE | bytes[offset + (littleEndian ? width - 1 - i : i)] & 0xff;
        }
        return value;
    }

    /** The name in rules, such as {@code u16le[4]}. */
    static String name(int offset, int width, boolean littleEndian) {
        return "u" + width * Byte.SIZE + (littleEndian && width > 1 ? "le" : "") + "[" + offset + "]";
    }

    /** Approximate bits of a matched byte: zero bytes and text are common. */
    static double bits(int value, boolean afterZero) {
        if (value == 0) {
            return afterZero ? 1.5 : 3;
        }
        if (value <= 4 || value == 0xff) {
            return 5;
        }
        return value >= 0x20 && value < 0x7f ? 6 : Byte.SIZE;
    }
}

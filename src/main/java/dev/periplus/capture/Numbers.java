package dev.periplus.capture;

/** Reads numbers in either byte order: little-endian if {@code swapped}, otherwise big-endian. */
final class Numbers {
    private Numbers() {}

    static int u16(byte[] bytes, int at, boolean swapped) {
        int value = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        return swapped ? Short.toUnsignedInt(Short.reverseBytes((short) value)) : value;
    }

    static int i32(byte[] bytes, int at, boolean swapped) {
        int value = i32(bytes, at);
        return swapped ? Integer.reverseBytes(value) : value;
    }

    static int i32(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    static long u32(byte[] bytes, int at, boolean swapped) {
        return i32(bytes, at, swapped) & 0xffff_ffffL;
    }

    static long i64(byte[] bytes, int at, boolean swapped) {
        long first = u32(bytes, at, swapped);
        long second = u32(bytes, at + 4, swapped);
        return swapped ? second << 32 | first : first << 32 | second;
    }
}

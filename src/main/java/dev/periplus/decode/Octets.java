package dev.periplus.decode;

/** Unsigned reads, big-endian unless the name states otherwise. The caller has checked the bounds. */
final class Octets {
    private Octets() {}

    static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    static int u16le(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    static int u24(byte[] bytes, int at) {
        return u8(bytes, at) << 16 | u16(bytes, at + 1);
    }

    static int i32(byte[] bytes, int at) {
        return u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    static int i32le(byte[] bytes, int at) {
        return u16le(bytes, at) | u16le(bytes, at + 2) << 16;
    }

    static long u32(byte[] bytes, int at) {
        return i32(bytes, at) & 0xffff_ffffL;
    }

    static long i64(byte[] bytes, int at) {
        return (long) i32(bytes, at) << 32 | u32(bytes, at + 4);
    }
}

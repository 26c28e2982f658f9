package dev.periplus.decode;

import java.nio.ByteBuffer;

/** Absolute unsigned reads of a big-endian buffer. The caller has checked that the bytes are there. */
final class Octets {
    private Octets() {}

    static int u8(ByteBuffer bytes, int at) {
        return bytes.get(at) & 0xff;
    }

    static int u16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    static int u16le(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(Short.reverseBytes(bytes.getShort(at)));
    }

    static int u24(ByteBuffer bytes, int at) {
        return u8(bytes, at) << 16 | u16(bytes, at + 1);
    }

    static long u32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xffff_ffffL;
    }

    static int i32le(ByteBuffer bytes, int at) {
        return Integer.reverseBytes(bytes.getInt(at));
    }
}

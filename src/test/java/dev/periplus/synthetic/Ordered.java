package dev.periplus.synthetic;

/** Builds a byte array with integers in either byte order, for the capture file formats. */
final class Ordered {
    private final Bytes out = new Bytes();
    private final boolean littleEndian;

    Ordered(boolean littleEndian) {
        this.littleEndian = littleEndian;
    }

    Ordered same() {
        return new Ordered(littleEndian);
    }

    Ordered u16(int value) {
        out.u16(littleEndian ? Short.reverseBytes((short) value) : value);
        return this;
    }

    Ordered u32(long value) {
        out.u32(littleEndian ? Integer.reverseBytes((int) value) : value);
        return this;
    }

    Ordered raw(byte[] bytes) {
        out.raw(bytes);
        return this;
    }

    /** Appends {@code bytes}, zero-padded to a multiple of four. */
    Ordered padded(byte[] bytes) {
        out.raw(bytes).zeros(-bytes.length & 3);
        return this;
    }

    byte[] array() {
        return out.array();
    }
}

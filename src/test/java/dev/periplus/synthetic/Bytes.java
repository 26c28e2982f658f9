package dev.periplus.synthetic;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** Builds a byte array piece by piece; integers are big-endian unless the method's name says otherwise. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] random(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        Bytes bytes = new Bytes();
        for (byte[] part : parts) {
            bytes.raw(part);
        }
        return bytes.array();
    }

    Bytes u8(int value) {
        out.write(value);
        return this;
    }

    Bytes u16(int value) {
        return u8(value >> 8).u8(value);
    }

    Bytes u24(int value) {
        return u8(value >> 16).u16(value);
    }

    Bytes u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    Bytes u64(long value) {
        return u32(value >> 32).u32(value);
    }

    Bytes u16le(int value) {
        return u8(value).u8(value >> 8);
    }

    Bytes ascii(String text) {
        return raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    Bytes hex(String digits) {
        return raw(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    Bytes zeros(int count) {
        return raw(new byte[count]);
    }

    Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Appends the length of {@code bytes} in 8, 16, 24 or 32 bits, then the bytes. */
    Bytes counted(int bits, byte[] bytes) {
        for (int shift = bits - 8; shift >= 0; shift -= 8) {
            u8(bytes.length >> shift);
        }
        return raw(bytes);
    }

    byte[] array() {
        return out.toByteArray();
    }
}

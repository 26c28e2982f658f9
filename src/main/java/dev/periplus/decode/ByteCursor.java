package dev.periplus.decode;

import java.nio.charset.StandardCharsets;

/**
 * Bounds-checked reader of untrusted bytes. The first read past the end marks the cursor <em>failed</em>: that read and
 * all later ones return 0, so a parser can read to the end and check {@link #failed} once. Never throws on short data.
 * Reusable.
 */
public final class ByteCursor {
    private byte[] bytes = new byte[0];
    private int start;
    private int end;
    private int position;
    private boolean failed;

    /**
     * Points the cursor at {@code length} bytes of {@code bytes} from {@code offset}; clamps a range that does not fit.
     */
    public ByteCursor reset(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        start = Math.max(0, Math.min(offset, bytes.length));
        end = start + Math.max(0, Math.min(length, bytes.length - start));
        position = start;
        failed = false;
        return this;
    }

    /** Whether a read went past the end or {@link #fail} was called. */
    public boolean failed() {
        return failed;
    }

    /** Marks the cursor failed because a value it returned cannot be valid. */
    public void fail() {
        failed = true;
    }

    public int remaining() {
        return failed ? 0 : end - position;
    }

    /** Offset of the next read from the start. */
    public int position() {
        return position - start;
    }

    /** Moves to {@code offset} bytes from the start. */
    public void seek(int offset) {
        if (offset < 0 || offset > end - start) {
            failed = true;
        } else {
            position = start + offset;
        }
    }

    public void skip(int count) {
        if (count < 0 || count > end - position) {
            failed = true;
        } else {
            position += count;
        }
    }

    public int u8() {
        if (!has(1)) {
            return 0;
        }
        return bytes[position++] & 0xff;
    }

    public int u16() {
        if (!has(2)) {
            return 0;
        }
        position += 2;
        return (bytes[position - 2] & 0xff) << 8 | bytes[position - 1] & 0xff;
    }

    public int u24() {
        if (!has(3)) {
            return 0;
        }
        return u8() << 16 | u16();
    }

    public long u32() {
        if (!has(4)) {
            return 0;
        }
        return (long) u16() << 16 | u16();
    }

    /** 64 bits, as a signed long. */
    public long u64() {
        if (!has(8)) {
            return 0;
        }
        return u32() << 32 | u32();
    }

    public int u16le() {
        return Short.toUnsignedInt(Short.reverseBytes((short) u16()));
    }

    public long u32le() {
        return Integer.toUnsignedLong(Integer.reverseBytes((int) u32()));
    }

    /** Returns the byte {@code ahead} places from here, or -1 past the end; neither moves nor fails. */
    public int peek(int ahead) {
        int at = position + ahead;
        return failed || ahead < 0 || at >= end ? -1 : bytes[at] & 0xff;
    }

    /** Reads a QUIC variable-length integer (RFC 9000 section 16). */
    public long varint() {
        int first = u8();
        long value = first & 0x3f;
        for (int more = (1 << (first >> 6)) - 1; more > 0; more--) {
            value = value << 8 | u8();
        }
        return failed ? 0 : value;
    }

    /** Copies {@code count} bytes; returns an empty array and fails if fewer remain. */
    public byte[] take(int count) {
        if (count < 0 || !has(count)) {
            failed = true;
            return new byte[0];
        }
        byte[] copy = new byte[count];
        System.arraycopy(bytes, position, copy, 0, count);
        position += count;
        return copy;
    }

    /** Reads {@code count} bytes as Latin-1; returns an empty string and fails if fewer remain. */
    public String latin1(int count) {
        if (count < 0 || !has(count)) {
            failed = true;
            return "";
        }
        position += count;
        return new String(bytes, position - count, count, StandardCharsets.ISO_8859_1);
    }

    /** Points {@code inner} at the next {@code count} bytes and moves past them; fails both cursors if fewer remain. */
    public ByteCursor sub(ByteCursor inner, int count) {
        if (count < 0 || !has(count)) {
            failed = true;
            inner.reset(bytes, position, 0);
            inner.failed = true;
            return inner;
        }
        inner.reset(bytes, position, count);
        position += count;
        return inner;
    }

    private boolean has(int count) {
        if (failed || count > end - position) {
            failed = true;
            return false;
        }
        return true;
    }
}

package dev.periplus.detect;

import java.nio.charset.StandardCharsets;

/**
 * Bounds-checked reader of BER elements with one-byte tags and definite lengths (X.690 section 8.1), as used by LDAP,
 * SNMP and Kerberos. An element may extend beyond the available bytes; only reading the missing part fails. After a
 * failure every read fails. Reusable.
 */
final class Ber {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int OCTETS = 0x04;
    static final int NULL = 0x05;
    static final int OID = 0x06;
    static final int ENUMERATED = 0x0a;
    static final int SEQUENCE = 0x30;

    private byte[] bytes = new byte[0];
    private int origin;
    private int here;
    private int position;
    private boolean failed;
    private boolean ranOut;
    private int contentLength;

    /** Starts reading {@code length} bytes at {@code offset}. */
    Ber reset(byte[] from, int offset, int length) {
        bytes = from;
        origin = offset;
        position = offset;
        here = offset + length;
        failed = false;
        ranOut = false;
        contentLength = 0;
        return this;
    }

    /** Whether an element had the wrong form or was not available. */
    boolean failed() {
        return failed;
    }

    /** Whether the failure was that the bytes ran out, so that more of them might have parsed. */
    boolean ranOut() {
        return ranOut;
    }

    /** Marks the input as failed because its values are impossible. */
    void fail() {
        failed = true;
    }

    /** Bytes read so far. */
    int position() {
        return position - origin;
    }

    /** End of the content of the last opened element, relative to the start. */
    int contentEnd() {
        return position() + contentLength;
    }

    /** Returns the next tag without moving, or -1 if there is none. */
    int peek() {
        return failed || position >= here ? -1 : bytes[position] & 0xff;
    }

    /** Reads a tag and its length and moves to the content; returns the content length, or 0 on failure. */
    int open(int tag) {
        int found = octet();
        if (!failed && found != tag) {
            failed = true;
        }
        contentLength = length();
        return failed ? 0 : contentLength;
    }

    /** Opens the next element, whatever its tag. */
    int openAny() {
        return open(peek());
    }

    /** Skips an element. */
    void skip() {
        jump(openAny());
    }

    /** Reads an integer of at most five bytes; returns -1 if it is negative or on failure. */
    long integer(int tag) {
        int length = open(tag);
        if (length < 1 || length > 5) {
            failed = true;
        }
        boolean negative = peek() >= 0x80;
        long value = 0;
        for (int i = 0; i < length && !failed; i++) {
            value = value << 8 | octet();
        }
        return failed || negative ? -1 : value;
    }

    /** Reads the content of an element as Latin-1, truncated to 256 bytes; returns an empty string on failure. */
    String text(int tag) {
        int length = open(tag);
        int start = position;
        jump(length);
        return failed ? "" : new String(bytes, start, Math.min(length, 256), StandardCharsets.ISO_8859_1);
    }

    /**
     * Moves to {@code end} bytes from the start; fails if that is behind the position or beyond the available bytes.
     */
    void seek(int end) {
        int target = origin + end;
        if (target < position) {
            failed = true;
        } else {
            jump(target - position);
        }
    }

    private void jump(int count) {
        if (failed || count < 0) {
            failed = true;
        } else if (count > here - position) {
            failed = true;
            ranOut = true;
        } else {
            position += count;
        }
    }

    private int length() {
        int first = octet();
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7f;
        if (count == 0 || count > 4) {
            failed = true;
            return 0;
        }
        long length = 0;
        for (int i = 0; i < count; i++) {
            length = length << 8 | octet();
        }
        if (length > 0x0fff_ffff) {
            failed = true;
            return 0;
        }
        return (int) length;
    }

    private int octet() {
        if (failed || position >= here) {
            ranOut |= !failed;
            failed = true;
            return 0;
        }
        return bytes[position++] & 0xff;
    }
}

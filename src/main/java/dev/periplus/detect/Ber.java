package dev.periplus.detect;

import java.nio.charset.StandardCharsets;

/**
 * Bounds-checked reader of BER elements with one-byte tags and definite lengths (X.690 section 8.1), such as LDAP, SNMP
 * and Kerberos use. An element may end beyond the bytes that are here: then only what is read of it fails. The first
 * failure lasts. Reusable.
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

    /** Reads {@code length} bytes from {@code offset}. */
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

    /** True once something was not as asked for, or not here. */
    boolean failed() {
        return failed;
    }

    /** True where the failure was that the bytes end: more of them might have been right. */
    boolean ranOut() {
        return ranOut;
    }

    /** Makes it failed: what was read cannot be so. */
    void fail() {
        failed = true;
    }

    /** Bytes read so far. */
    int position() {
        return position - origin;
    }

    /** Where the content of the element opened last ends, counted from the beginning. */
    int contentEnd() {
        return position() + contentLength;
    }

    /** The next tag, or -1 where there is none; does not move. */
    int peek() {
        return failed || position >= here ? -1 : bytes[position] & 0xff;
    }

    /** Reads a tag and its length and stands at the content; the length of the content, or 0 where it failed. */
    int open(int tag) {
        int found = octet();
        if (!failed && found != tag) {
            failed = true;
        }
        contentLength = length();
        return failed ? 0 : contentLength;
    }

    /** Opens whatever comes. */
    int openAny() {
        return open(peek());
    }

    /** Moves past an element. */
    void skip() {
        jump(openAny());
    }

    /** Reads a whole number of at most five bytes; -1 where it failed or is negative. */
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

    /** Reads an element's content as Latin-1, cut after 256 bytes; empty where it failed. */
    String text(int tag) {
        int length = open(tag);
        int start = position;
        jump(length);
        return failed ? "" : new String(bytes, start, Math.min(length, 256), StandardCharsets.ISO_8859_1);
    }

    /** Moves to {@code end} bytes from the beginning; fails where that lies behind, or beyond what is here. */
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

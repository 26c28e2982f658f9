package dev.periplus.detect;

import dev.periplus.flow.Said;

/**
 * Follows the TLS record layer (RFC 8446 section 5.1) on one side of a stream and reassembles the cleartext handshake
 * messages. Reusable.
 */
final class TlsRecords {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;
    static final int HEARTBEAT = 24;

    private static final int HEADER = 5;
    private static final int MAX_BODY = 16384 + 2048;

    private final byte[] handshake = new byte[Said.STREAM_LIMIT];
    private int handshakeLength;
    private int headers;
    private boolean broken;
    private boolean encrypted;

    /** The cleartext handshake messages; valid up to {@link #handshakeLength}. */
    byte[] handshake() {
        return handshake;
    }

    int handshakeLength() {
        return handshakeLength;
    }

    /** Number of consecutive record headers, each at the offset that the previous one gives. */
    int headers() {
        return headers;
    }

    /** Whether the records are followed by something else. */
    boolean broken() {
        return broken;
    }

    /** Whether encrypted records follow the handshake messages, so that no more of them can be read. */
    boolean encrypted() {
        return encrypted;
    }

    /** Follows the records from {@code offset}. */
    void follow(Said said, int offset) {
        byte[] bytes = said.bytes();
        handshakeLength = 0;
        headers = 0;
        broken = false;
        encrypted = false;
        int at = offset;
        while (at + HEADER <= said.length()) {
            if (!isHeader(bytes, at, said.length())) {
                broken = true;
                return;
            }
            headers++;
            int length = u16(bytes, at + 3);
            if ((bytes[at] & 0xff) != HANDSHAKE && bytes[at] != ALERT) {
                encrypted = true;
            } else if (bytes[at] == HANDSHAKE && !encrypted) {
                int here = Math.min(length, said.length() - at - HEADER);
                System.arraycopy(bytes, at + HEADER, handshake, handshakeLength, here);
                handshakeLength += here;
            }
            at += HEADER + length;
        }
    }

    /**
     * Returns the number of consecutive record headers from {@code offset}; 0 if the chain breaks before the end of the
     * bytes.
     */
    static int chain(byte[] bytes, int offset, int end) {
        int count = 0;
        int at = offset;
        while (at + HEADER <= end) {
            if (!isHeader(bytes, at, end) || bytes[at + 2] != bytes[offset + 2]) {
                return 0;
            }
            count++;
            at += HEADER + u16(bytes, at + 3);
        }
        return count;
    }

    /** Whether consecutive records from {@code offset} end exactly with the bytes. */
    static boolean endsExactly(byte[] bytes, int offset, int end) {
        int at = offset;
        while (at + HEADER <= end && isHeader(bytes, at, end)) {
            at += HEADER + u16(bytes, at + 3);
        }
        return at == end && at > offset;
    }

    /** Whether the bytes at {@code at} can be a record header. */
    static boolean isHeader(byte[] bytes, int at, int end) {
        if (at + HEADER > end
                || bytes[at] < CHANGE_CIPHER_SPEC
                || bytes[at] > HEARTBEAT
                || bytes[at + 1] != 3
                || bytes[at + 2] < 0
                || bytes[at + 2] > 4) {
            return false;
        }
        int length = u16(bytes, at + 3);
        return length > 0 && length <= MAX_BODY;
    }

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}

package dev.periplus.detect;

import dev.periplus.flow.Said;

/**
 * Follows the record layer of TLS (RFC 8446 section 5.1) over one side of a stream and puts together the handshake
 * messages that are sent in the clear. Reusable.
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

    /** The clear handshake messages; valid up to {@link #handshakeLength}. */
    byte[] handshake() {
        return handshake;
    }

    int handshakeLength() {
        return handshakeLength;
    }

    /** Record headers in a row, each where the one before says. */
    int headers() {
        return headers;
    }

    /** True where something that is no record follows. */
    boolean broken() {
        return broken;
    }

    /** True where what follows the handshake messages is encrypted, so that there are no more of them. */
    boolean encrypted() {
        return encrypted;
    }

    /** Follows the records from {@code offset} on. */
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
     * How many record headers stand in a row from {@code offset} on; 0 where the row breaks before the end of what
     * is here.
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

    /** True where a row of records from {@code offset} on ends just where the bytes do. */
    static boolean endsExactly(byte[] bytes, int offset, int end) {
        int at = offset;
        while (at + HEADER <= end && isHeader(bytes, at, end)) {
            at += HEADER + u16(bytes, at + 3);
        }
        return at == end && at > offset;
    }

    /** True where a record header can begin at {@code at}. */
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

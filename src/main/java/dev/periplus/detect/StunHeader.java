package dev.periplus.detect;

/** The header of a STUN message (RFC 8489 section 5) and of TURN channel data (RFC 8656 section 12.4), in place. */
final class StunHeader {
    /** Bytes of a STUN header. */
    static final int LENGTH = 20;

    /** Bytes of the header of channel data. */
    static final int CHANNEL = 4;

    private static final int COOKIE = 0x2112a442;

    private StunHeader() {}

    /** Whether the header of a STUN message with the magic cookie begins here. */
    static boolean isMessage(byte[] bytes, int at, int end) {
        return at + Long.BYTES <= end
                && (bytes[at] & 0xc0) == 0
                && (bytes[at + 3] & 3) == 0
                && (TlsRecords.u16(bytes, at + 4) << Short.SIZE | TlsRecords.u16(bytes, at + 6)) == COOKIE;
    }

    /** Bytes of the message that begins here. */
    static int messageLength(byte[] bytes, int at) {
        return LENGTH + TlsRecords.u16(bytes, at + 2);
    }

    /** Whether channel data may begin here (channels 0x4000 to 0x4fff). */
    static boolean isChannel(byte[] bytes, int at, int end) {
        return at + CHANNEL <= end && (bytes[at] & 0xf0) == 0x40;
    }
}

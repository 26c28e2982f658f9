package dev.periplus.flow;

/**
 * The header of a STUN message (RFC 8489 section 5) and of TURN channel data (RFC 8656 section 12.4), in place, and what
 * TURN carries for a peer.
 */
public final class StunHeader {
    /** Bytes of a STUN header. */
    public static final int LENGTH = 20;

    /** Bytes of the header of channel data, and of an attribute. */
    public static final int CHANNEL = 4;

    private static final int COOKIE = 0x2112a442;
    private static final int SEND = 0x0016;
    private static final int DATA_INDICATION = 0x0017;
    private static final int DATA = 0x0013;
    private static final int MOST_ATTRIBUTES = 16;

    private StunHeader() {}

    /** Whether the header of a STUN message with the magic cookie begins here. */
    public static boolean isMessage(byte[] bytes, int at, int end) {
        return at + Long.BYTES <= end
                && (bytes[at] & 0xc0) == 0
                && (bytes[at + 3] & 3) == 0
                && (u16(bytes, at + 4) << Short.SIZE | u16(bytes, at + 6)) == COOKIE;
    }

    /** Bytes of the message that begins here. */
    public static int messageLength(byte[] bytes, int at) {
        return LENGTH + u16(bytes, at + 2);
    }

    /** Whether channel data may begin here (channels 0x4000 to 0x4fff). */
    public static boolean isChannel(byte[] bytes, int at, int end) {
        return at + CHANNEL <= end && (bytes[at] & 0xf0) == 0x40;
    }

    /** Bytes of the channel data, or of the attribute's value, whose header begins here. */
    public static int size(byte[] bytes, int at) {
        return u16(bytes, at + 2);
    }

    /** Whether a Send or Data indication of TURN may begin here (RFC 8656 sections 11.4 and 11.6). */
    public static boolean isIndication(byte[] bytes, int at, int end) {
        int type = at + CHANNEL <= end ? u16(bytes, at) : 0;
        return type == SEND || type == DATA_INDICATION;
    }

    /** Offset of an indication's DATA attribute (RFC 8656 section 18.4) with at least a byte, -1 if it has none. */
    public static int data(byte[] bytes, int at, int end) {
        int next = at + LENGTH;
        for (int left = MOST_ATTRIBUTES; left > 0 && next + CHANNEL < end; left--) {
            if (u16(bytes, next) == DATA) {
                return next;
            }
            next += CHANNEL + (size(bytes, next) + 3 & ~3);
        }
        return -1;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << Byte.SIZE | bytes[at + 1] & 0xff;
    }
}

package dev.periplus.decode;

/**
 * Result of the link layer, packed into a long so that nothing is allocated: IP version, VLAN ids and the offset of the
 * IP header, or, if negative, why there is none.
 */
final class Found {
    static final long NOT_IP = -1;
    static final long UNSUPPORTED = -2;

    private static final long TYPED = -(1L << 32);
    private static final int FIRST_LOSS = 3;
    private static final DecodeLoss[] LOSSES = DecodeLoss.values();

    private Found() {}

    static long ip(int version, int offset, int vlan) {
        return (long) version << 56 | (long) vlan << 32 | offset;
    }

    /** A frame without IP, of this ethertype. */
    static long other(int etherType) {
        return TYPED - etherType;
    }

    /** Whether the frame carries something other than IP, or what it carries cannot be told. */
    static boolean isOther(long found) {
        return found == NOT_IP || found == UNSUPPORTED || found <= TYPED;
    }

    /** Whether the frame carries something other than IP. */
    static boolean isFrame(long found) {
        return found == NOT_IP || found <= TYPED;
    }

    /** Ethertype of a frame without IP; -1 if it has none. */
    static int type(long found) {
        return found <= TYPED ? (int) (TYPED - found) : -1;
    }

    static long lost(DecodeLoss reason) {
        return -FIRST_LOSS - reason.ordinal();
    }

    static boolean isIp(long found) {
        return found >= 0;
    }

    static int version(long found) {
        return (int) (found >>> 56);
    }

    static int vlan(long found) {
        return (int) (found >>> 32) & 0xff_ffff;
    }

    static int offset(long found) {
        return (int) found;
    }

    /** The loss in a negative result that {@link #isOther} does not cover. */
    static DecodeLoss loss(long found) {
        return LOSSES[(int) (-found) - FIRST_LOSS];
    }
}

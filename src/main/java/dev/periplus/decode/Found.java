package dev.periplus.decode;

/**
 * Result of the link layer, packed into a long so that nothing is allocated: IP version, VLAN ids and the offset of the
 * IP header, or, if negative, why there is none.
 */
final class Found {
    static final long NOT_IP = -1;
    static final long UNSUPPORTED = -2;

    private static final int FIRST_LOSS = 3;
    private static final DecodeLoss[] LOSSES = DecodeLoss.values();

    private Found() {}

    static long ip(int version, int offset, int vlan) {
        return (long) version << 56 | (long) vlan << 32 | offset;
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

    /** The loss in a negative result other than {@link #NOT_IP} and {@link #UNSUPPORTED}. */
    static DecodeLoss loss(long found) {
        return LOSSES[(int) (-found) - FIRST_LOSS];
    }
}

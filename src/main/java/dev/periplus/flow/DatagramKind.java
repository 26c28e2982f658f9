package dev.periplus.flow;

/**
 * The kind of a datagram by its first byte, as protocols that share a port tell each other's datagrams apart (RFC 7983
 * section 7, RFC 9443 section 3): STUN, ZRTP, DTLS, TURN channels, RTP and QUIC have ranges of their own.
 */
public final class DatagramKind {
    /** Number of kinds. */
    public static final int COUNT = 8;

    public static final int STUN = 0;
    public static final int ZRTP = 2;
    public static final int DTLS = 3;
    static final int CHANNEL = 4;
    public static final int RTP = 6;

    private static final int[] BELOW = {4, 16, 20, 64, 80, 128, 192, 256};
    private static final byte[] KINDS = new byte[256];

    static {
        int kind = 0;
        for (int first = 0; first < KINDS.length; first++) {
            kind += first == BELOW[kind] ? 1 : 0;
            KINDS[first] = (byte) kind;
        }
    }

    private DatagramKind() {}

    /** Returns the kind, 0 to 7, of a datagram that begins with this byte. */
    public static int of(byte first) {
        return KINDS[first & 0xff];
    }
}

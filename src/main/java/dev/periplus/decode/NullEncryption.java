package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/**
 * ESP without encryption (RFC 4303 section 2, RFC 2410). Nothing in ESP says so, nor how long the integrity check at the
 * end is; RFC 5879 describes how to find out. Here both ends must be proof: what is protected begins with a right header
 * or has a right checksum, and behind it are the padding 1, 2, 3 …, its length, and the number of that protocol.
 */
public final class NullEncryption {
    /** SPI and sequence number; the null cipher has no initialisation vector. */
    static final int HEADER = 8;

    private static final int TRAILER = 2;
    private static final int UDP_HEADER = 8;
    private static final int TCP_HEADER = 20;

    /** Bytes of the integrity check: HMAC-SHA-1-96 and MD5-96, SHA-2 of three lengths; GMAC has 16. */
    private static final int[] CHECKS = {12, 16, 24, 32};

    private NullEncryption() {}

    /**
     * Finds what the payload of a packet protects if it is ESP: the number of the protocol in the upper 32 bits, the
     * number of bytes in the lower; -1 if it is encrypted, or not whole.
     *
     * @param p its payload and its addresses are read
     */
    public static long find(Packet p) {
        int at = p.payloadOffset;
        if (p.payloadCaptured != p.payloadLength || p.payloadLength < HEADER + UDP_HEADER + TRAILER + CHECKS[0]) {
            return -1;
        }
        int end = at + p.payloadLength;
        for (int check : CHECKS) {
            int last = end - check - 1;
            int padding = last - 1 < at + HEADER ? -1 : u8(p.bytes, last - 1);
            int length = last - 1 - padding - (at + HEADER);
            if (padding >= 0
                    && length >= UDP_HEADER
                    && (end - check - at & 3) == 0
                    && isPadding(p.bytes, last - 1 - padding, padding)
                    && isProven(p, u8(p.bytes, last), at + HEADER, length)) {
                return (long) u8(p.bytes, last) << Integer.SIZE | length;
            }
        }
        return -1;
    }

    /** The number of the protected protocol. */
    static int next(long found) {
        return (int) (found >>> Integer.SIZE);
    }

    /** Bytes of what is protected. */
    static int length(long found) {
        return (int) found;
    }

    private static boolean isPadding(byte[] bytes, int from, int count) {
        for (int i = 0; i < count; i++) {
            if (u8(bytes, from + i) != i + 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean isProven(Packet p, int next, int at, int length) {
        return switch (next) {
            case Tunnels.IPV4_IN_IP, Tunnels.IPV6_IN_IP ->
                u8(p.bytes, at) >> 4 == (next == Tunnels.IPV4_IN_IP ? 4 : 6)
                        && InnerFrame.isProvenIp(p.bytes, at, at + length, length);
            case Packet.UDP ->
                u16(p.bytes, at + 4) == length && u16(p.bytes, at + 6) != 0 && Checksums.isRight(p, next, at, length);
            case Packet.TCP -> length >= TCP_HEADER && Checksums.isRight(p, next, at, length);
            default -> false;
        };
    }
}

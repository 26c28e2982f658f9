package dev.periplus.decode;

import static dev.periplus.decode.Octets.i32;
import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/** Teredo encapsulation (RFC 4380 section 5.1.1), with the trailers of RFC 6081 section 4. */
final class TeredoTunnel {
    private static final int ORIGIN = 0;
    private static final int ORIGIN_HEADER = 8;
    private static final int AUTHENTICATION = 1;

    /** Length without the client identifier and the authentication value: type, two lengths, nonce, confirmation. */
    private static final int AUTHENTICATION_HEADER = 13;

    private static final int PREFIX = 0x2001_0000;
    private static final int LINK_LOCAL = 0xfe80 >> 6;

    private TeredoTunnel() {}

    /** Whether the first four bytes fit: IPv6, or an indication before it. */
    static boolean maybe(int first) {
        return first >>> 28 == 6 || first >>> 16 <= AUTHENTICATION;
    }

    /** Length of the indications before the IPv6 header; -1 if this is not Teredo. */
    static int header(byte[] bytes, int at, int limit, int length) {
        int header = 0;
        if (limit - at >= AUTHENTICATION_HEADER && u16(bytes, at) == AUTHENTICATION) {
            header = AUTHENTICATION_HEADER + u8(bytes, at + 2) + u8(bytes, at + 3);
        }
        if (limit - at - header >= ORIGIN_HEADER && u16(bytes, at + header) == ORIGIN) {
            header += ORIGIN_HEADER;
        }
        int inner = at + header;
        int left = length - header;
        int stated = InnerFrame.ipLength(bytes, 6, inner, limit, left);
        if (stated < 0 || !addressed(bytes, inner)) {
            return -1;
        }
        boolean filled = stated == left || trailers(bytes, inner + stated, limit, left - stated);
        return filled ? header : -1;
    }

    /**
     * Whether one address is a Teredo address or, between link-local addresses, the packet is router discovery or
     * empty.
     */
    private static boolean addressed(byte[] bytes, int at) {
        if (i32(bytes, at + 8) == PREFIX || i32(bytes, at + 24) == PREFIX) {
            return true;
        }
        int next = u8(bytes, at + 6);
        boolean local = isLinkLocal(bytes, at + 8) || isLinkLocal(bytes, at + 24);
        return local && (next == Packet.ICMP6 || next == Ipv6.NO_NEXT_HEADER);
    }

    private static boolean isLinkLocal(byte[] bytes, int at) {
        return u16(bytes, at) >> 6 == LINK_LOCAL;
    }

    private static boolean trailers(byte[] bytes, int first, int limit, int length) {
        if (limit - first < length) {
            return false;
        }
        int at = first;
        int left = length;
        while (left >= 2) {
            int size = 2 + u8(bytes, at + 1);
            at += size;
            left -= size;
        }
        return left == 0;
    }
}

package dev.periplus.decode;

import static dev.periplus.decode.Octets.i64;
import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/**
 * Checks whether bytes are a frame or an IP packet that something carries. The check is strict because nothing else
 * distinguishes a tunnel over UDP from other data.
 */
final class InnerFrame {
    /** Ethernet pads frames to 60 bytes and may keep a 4-byte checksum. */
    private static final int PADDING = 50;

    private static final int TAG = 4;
    private static final int MOST_TAGS = 4;
    private static final int MULTICAST = 1;
    private static final long ARP_ETHERNET_IPV4 = 0x0001_0800_0604L;
    private static final int SPANNING_TREE = 0x4242;

    /** Bytes that a slice keeps behind the IP header: they name the ports. */
    private static final int LEAST_SLICE = 8;

    private InnerFrame() {}

    /**
     * Length stated in the header of an IP packet of this version; {@code length} if segmentation offload left it zero;
     * -1 if there is no such header or it states more than {@code length}.
     */
    static int ipLength(byte[] bytes, int version, int at, int limit, int length) {
        int stated = stated(bytes, version, at, limit, length);
        return stated > length ? -1 : stated;
    }

    /**
     * Like {@link #ipLength}, but returns {@code length} for a packet that was cut before it was put into the tunnel, if
     * its header is right: what is there is a slice of it.
     */
    static int slicedLength(byte[] bytes, int version, int at, int limit, int length) {
        int stated = stated(bytes, version, at, limit, length);
        if (stated <= length) {
            return stated;
        }
        return isSlice(bytes, version, at, limit, length) ? length : -1;
    }

    private static int stated(byte[] bytes, int version, int at, int limit, int length) {
        if (version == 4) {
            if (limit - at < Ipv4.HEADER || u8(bytes, at) >> 4 != 4) {
                return -1;
            }
            int header = (u8(bytes, at) & 0xf) << 2;
            int stated = u16(bytes, at + 2);
            stated = stated == 0 && length > 0xffff ? length : stated;
            return header < Ipv4.HEADER || header > stated ? -1 : stated;
        }
        if (version != 6 || limit - at < Ipv6.HEADER || u8(bytes, at) >> 4 != 6) {
            return -1;
        }
        int payload = u16(bytes, at + 4);
        return payload == 0 && length > 0xffff ? length : payload + Ipv6.HEADER;
    }

    private static boolean isSlice(byte[] bytes, int version, int at, int limit, int length) {
        if (version == 4) {
            int header = (u8(bytes, at) & 0xf) << 2;
            return length >= header + LEAST_SLICE && isRight(bytes, at, limit);
        }
        return length >= Ipv6.HEADER + LEAST_SLICE && isUsualIpv6(bytes, at);
    }

    /** Whether an IPv4 header with a right checksum begins here. */
    static boolean isRight(byte[] bytes, int at, int limit) {
        int header = limit - at < Ipv4.HEADER ? 0 : (u8(bytes, at) & 0xf) << 2;
        return header >= Ipv4.HEADER
                && header <= limit - at
                && u8(bytes, at) >> 4 == 4
                && u16(bytes, at + 2) >= header
                && u16(bytes, at + 10) != 0
                && Checksums.isRightHeader(bytes, at, header);
    }

    static boolean isUsualIpv6(byte[] bytes, int at, int limit) {
        return limit - at >= Ipv6.HEADER && isUsualIpv6(bytes, at);
    }

    /** IPv6 has no checksum: a usual next header, and addresses of the ranges in use (RFC 4291 section 2.4). */
    private static boolean isUsualIpv6(byte[] bytes, int at) {
        return Ipv6.isCommon(u8(bytes, at + 6)) && isAssigned(bytes, at + 8) && isAssigned(bytes, at + 24);
    }

    private static boolean isAssigned(byte[] bytes, int address) {
        int first = u8(bytes, address);
        return first >> 5 == 1 || first >> 1 == 0xfc >> 1 || first >= 0xfe || i64(bytes, address) == 0;
    }

    /**
     * Whether an IP packet with a right header begins here and fills the {@code length} bytes, but for padding: for
     * tunnels whose own header says little. IPv4 may be cut by them, because its header has a checksum.
     */
    static boolean isProven(byte[] bytes, int version, int at, int limit, int length) {
        if (version == 4) {
            return fits(bytes, 4, at, limit, length) && isRight(bytes, at, limit);
        }
        int stated = ipLength(bytes, version, at, limit, length);
        return stated > 0 && length - stated <= PADDING && isUsualIpv6(bytes, at);
    }

    /** Whether an IP packet that begins here fills the {@code length} bytes, but for padding, or is cut by them. */
    private static boolean fits(byte[] bytes, int version, int at, int limit, int length) {
        int stated = slicedLength(bytes, version, at, limit, length);
        return stated > 0 && length - stated <= PADDING;
    }

    /** Whether a bare IP packet of either version that begins here is proven and has nothing behind it. */
    static boolean isProvenIp(byte[] bytes, int at, int limit, int length) {
        int version = at < limit ? u8(bytes, at) >> 4 : 0;
        return isProven(bytes, version, at, limit, length) && slicedLength(bytes, version, at, limit, length) == length;
    }

    /** Whether this is an Ethernet frame that carries IP, ARP, LLDP or spanning tree, and nothing after it. */
    static boolean isEthernet(byte[] bytes, int at, int limit, int length) {
        if (limit - at < Ethernet.HEADER + 8 || (u8(bytes, at + 6) & MULTICAST) != 0) {
            return false;
        }
        long found = Ethernet.frame(bytes, at, limit);
        if (Found.isIp(found)) {
            int offset = Found.offset(found);
            int left = length - (offset - at);
            return fits(bytes, Found.version(found), offset, limit, left);
        }
        int tag = EtherType.isVlan(u16(bytes, at + 12)) ? TAG : 0;
        return limit - at >= Ethernet.HEADER + 8 + tag && isOtherwiseUsual(bytes, at + tag);
    }

    /**
     * Whether this is an Ethernet frame, with VLAN tags or without, whose IP header is right. Looks no further than that,
     * so it may be asked at every step of a stack of headers.
     */
    static boolean isProvenEthernet(byte[] bytes, int at, int limit, int length) {
        if (limit - at < Ethernet.HEADER + 8 || (u8(bytes, at + 6) & MULTICAST) != 0) {
            return false;
        }
        return isProvenPayload(bytes, u16(bytes, at + 12), at + Ethernet.HEADER, limit, length - Ethernet.HEADER);
    }

    /** The same without the checksum of IPv4: for places where something else already says that a frame begins here. */
    static boolean isLikelyEthernet(byte[] bytes, int at, int limit, int length) {
        if (limit - at < Ethernet.HEADER + 8 || (u8(bytes, at + 6) & MULTICAST) != 0) {
            return false;
        }
        return fits(bytes, u16(bytes, at + 12), at + Ethernet.HEADER, limit, length - Ethernet.HEADER, false);
    }

    /** Whether a right IP header, or ARP, follows an ethertype and the VLAN tags behind it. */
    static boolean isProvenPayload(byte[] bytes, int type, int at, int limit, int length) {
        return fits(bytes, type, at, limit, length, true);
    }

    /** The same without the checksum of IPv4. */
    static boolean isLikelyPayload(byte[] bytes, int type, int at, int limit, int length) {
        return fits(bytes, type, at, limit, length, false);
    }

    private static boolean fits(byte[] bytes, int firstType, int firstAt, int limit, int firstLength, boolean proven) {
        int type = firstType;
        int at = firstAt;
        int length = firstLength;
        for (int tags = 0; EtherType.isVlan(type) && tags < MOST_TAGS && limit - at >= TAG; tags++) {
            type = u16(bytes, at + 2);
            at += TAG;
            length -= TAG;
        }
        return switch (type) {
            case EtherType.IPV4 -> proven ? isProven(bytes, 4, at, limit, length) : fits(bytes, 4, at, limit, length);
            case EtherType.IPV6 -> fits(bytes, 6, at, limit, length) && isUsualIpv6(bytes, at);
            case EtherType.ARP -> limit - at >= Long.BYTES && i64(bytes, at) >>> 16 == ARP_ETHERNET_IPV4;
            default -> false;
        };
    }

    private static boolean isOtherwiseUsual(byte[] bytes, int at) {
        int type = u16(bytes, at + 12);
        return switch (type) {
            case EtherType.ARP -> i64(bytes, at + Ethernet.HEADER) >>> 16 == ARP_ETHERNET_IPV4;
            case EtherType.LLDP -> true;
            default -> type <= EtherType.LARGEST_LENGTH && u16(bytes, at + Ethernet.HEADER) == SPANNING_TREE;
        };
    }
}

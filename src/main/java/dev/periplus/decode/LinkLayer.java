package dev.periplus.decode;

import static dev.periplus.decode.Octets.i32;
import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/** Finds the IP header of a frame by its LINKTYPE number in the pcap and pcapng formats. */
final class LinkLayer {
    private static final int ARPHRD_802_11 = 801;
    private static final int ARPHRD_PRISM = 802;
    private static final int ARPHRD_RADIOTAP = 803;
    private static final int ARPHRD_NETLINK = 824;
    private static final int NOVELL_RAW = 1;
    static final int COOKED_LLC = 4;

    private LinkLayer() {}

    /** Returns where IP begins in the frame from {@code at} to {@code limit}, as {@link Found}. */
    static long find(byte[] bytes, int at, int limit, int linkType) {
        return switch (linkType) {
            case LinkType.ETHERNET -> Ethernet.frame(bytes, at, limit);
            case LinkType.RAW, LinkType.IPV4, LinkType.IPV6, LinkType.DLT_RAW, LinkType.DLT_RAW_OPENBSD ->
                raw(bytes, at, limit);
            case LinkType.NULL, LinkType.LOOP -> limit - at < 4 ? tooShort() : family(i32(bytes, at), at + 4);
            case LinkType.LINUX_SLL -> cooked(bytes, at, limit);
            case LinkType.LINUX_SLL2 -> cooked2(bytes, at, limit);
            case LinkType.PPP,
                    LinkType.PPP_HDLC,
                    LinkType.PPP_ETHER,
                    LinkType.C_HDLC,
                    LinkType.FRELAY,
                    LinkType.PPP_PPPD,
                    LinkType.PPP_WITH_DIR -> serial(bytes, at, limit, linkType);
            case LinkType.IEEE_802_11,
                    LinkType.IEEE_802_11_PRISM,
                    LinkType.IEEE_802_11_RADIOTAP,
                    LinkType.IEEE_802_11_AVS,
                    LinkType.PPI -> Wireless.find(bytes, at, limit, linkType);
            default -> RareLinks.find(bytes, at, limit, linkType);
        };
    }

    /** Bare IP: the version nibble tells IPv4 from IPv6. */
    static long raw(byte[] bytes, int at, int limit) {
        if (limit - at < 1) {
            return tooShort();
        }
        int version = u8(bytes, at) >> 4;
        return version == 4 || version == 6 ? Found.ip(version, at, 0) : Found.lost(DecodeLoss.IP_VERSION);
    }

    /** Reads an address family in the byte order of the capturing host; the number for IPv6 differs between systems. */
    static long family(int value, int at) {
        int family = value >>> 16 == 0 ? value : Integer.reverseBytes(value);
        return switch (family) {
            case 2 -> Found.ip(4, at, 0);
            case 10, 23, 24, 26, 28, 30 -> Found.ip(6, at, 0);
            default -> Found.NOT_IP;
        };
    }

    private static long cooked(byte[] bytes, int at, int limit) {
        if (limit - at < 16) {
            return tooShort();
        }
        return cookedPayload(bytes, u16(bytes, at + 2), u16(bytes, at + 14), at + 16, limit);
    }

    private static long cooked2(byte[] bytes, int at, int limit) {
        if (limit - at < 20) {
            return tooShort();
        }
        return cookedPayload(bytes, u16(bytes, at + 8), u16(bytes, at), at + 20, limit);
    }

    private static long cookedPayload(byte[] bytes, int hardware, int protocol, int at, int limit) {
        switch (hardware) {
            case ARPHRD_802_11:
                return Wireless.find(bytes, at, limit, LinkType.IEEE_802_11);
            case ARPHRD_PRISM:
                return Wireless.find(bytes, at, limit, LinkType.IEEE_802_11_PRISM);
            case ARPHRD_RADIOTAP:
                return Wireless.find(bytes, at, limit, LinkType.IEEE_802_11_RADIOTAP);
            case ARPHRD_NETLINK:
                return Found.NOT_IP;
            default:
                break;
        }
        boolean ethernet = protocol > EtherType.LARGEST_LENGTH || protocol == COOKED_LLC;
        if (!ethernet || protocol == NOVELL_RAW) {
            return Found.NOT_IP;
        }
        return withHiddenTags(bytes, Ethernet.payload(bytes, protocol, at, limit), limit);
    }

    /**
     * Passes over the rest of VLAN tags between the cooked header and IP. The Linux kernel takes the outer of several tags
     * out of the frame and names the type behind all of them, while the inner ones stay.
     */
    private static long withHiddenTags(byte[] bytes, long found, int limit) {
        if (!Found.isIp(found) || !hidesTag(bytes, Found.version(found), Found.offset(found), limit)) {
            return found;
        }
        long behind = Ethernet.payload(bytes, EtherType.VLAN, Found.offset(found), limit);
        int outer = Found.vlan(found);
        int inner = Found.vlan(behind);
        return Found.ip(
                Found.version(behind),
                Found.offset(behind),
                outer == 0 ? inner : Ethernet.tagged(outer, inner & 0xfff));
    }

    private static boolean hidesTag(byte[] bytes, int version, int at, int limit) {
        int left = limit - at;
        int next = left < 4 ? 0 : u16(bytes, at + 2);
        if (next != EtherType.IPV4 && next != EtherType.IPV6 && !EtherType.isVlan(next)) {
            return false;
        }
        return InnerFrame.ipLength(bytes, version, at, limit, left) != left
                && !InnerFrame.isRight(bytes, at, limit)
                && InnerFrame.isLikelyPayload(bytes, next, at + 4, limit, left - 4);
    }

    private static long serial(byte[] bytes, int at, int limit, int linkType) {
        return switch (linkType) {
            case LinkType.PPP_ETHER -> Ethernet.payload(bytes, EtherType.PPPOE_SESSION, at, limit);
            case LinkType.C_HDLC -> PointToPoint.hdlc(bytes, at, limit);
            case LinkType.FRELAY -> PointToPoint.frameRelay(bytes, at, limit);
            case LinkType.PPP_PPPD -> PointToPoint.ppp(bytes, at + 2, limit);
            case LinkType.PPP_WITH_DIR -> PointToPoint.ppp(bytes, at + 1, limit);
            default -> PointToPoint.ppp(bytes, at, limit);
        };
    }

    private static long tooShort() {
        return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
    }
}

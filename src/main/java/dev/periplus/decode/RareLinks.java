package dev.periplus.decode;

import static dev.periplus.decode.Octets.i32;
import static dev.periplus.decode.Octets.u16le;
import static dev.periplus.decode.Octets.u8;

/**
 * Uncommon link types: token ring, FDDI, IP over Fibre Channel (RFC 2625), ATM (RFC 2684), OpenBSD enc and pflog, Linux
 * netfilter nflog.
 */
final class RareLinks {
    private static final int SOURCE_ROUTED = 0x80;
    private static final int NFLOG_PAYLOAD = 9;

    private RareLinks() {}

    static long find(byte[] bytes, int at, int limit, int linkType) {
        return switch (linkType) {
            case LinkType.IEEE_802_5 -> tokenRing(bytes, at, limit);
            case LinkType.FDDI -> behind(bytes, at, 13, limit);
            case LinkType.ATM_RFC1483 -> behind(bytes, at, 0, limit);
            case LinkType.IP_OVER_FC -> behind(bytes, at, 16, limit);
            case LinkType.ENC -> limit - at < 12 ? tooShort() : LinkLayer.family(i32(bytes, at), at + 12);
            case LinkType.PFLOG -> packetFilter(bytes, at, limit);
            case LinkType.NFLOG -> netfilter(bytes, at, limit);
            default -> Found.UNSUPPORTED;
        };
    }

    private static long behind(byte[] bytes, int at, int header, int limit) {
        return limit - at < header ? tooShort() : Ethernet.logicalLink(bytes, at + header, limit);
    }

    /** Reads access and frame control, two addresses, and a routing field if the source address has its top bit set. */
    private static long tokenRing(byte[] bytes, int at, int limit) {
        if (limit - at < 15) {
            return tooShort();
        }
        boolean routed = (u8(bytes, at + 8) & SOURCE_ROUTED) != 0;
        return behind(bytes, at, routed ? 14 + (u8(bytes, at + 14) & 0x1f) : 14, limit);
    }

    /** Reads the header length, padded to 4, and the address family. */
    private static long packetFilter(byte[] bytes, int at, int limit) {
        if (limit - at < 4) {
            return tooShort();
        }
        int header = u8(bytes, at) + 3 & ~3;
        return limit - at < header ? tooShort() : LinkLayer.family(u8(bytes, at + 1), at + header);
    }

    /**
     * Reads family, version and group, then fields of length, type and value, each padded to 4; one of them is the
     * packet.
     */
    private static long netfilter(byte[] bytes, int first, int limit) {
        if (limit - first < 4) {
            return tooShort();
        }
        int at = first + 4;
        while (limit - at >= 4) {
            int length = u16le(bytes, at);
            if (u16le(bytes, at + 2) == NFLOG_PAYLOAD) {
                return LinkLayer.family(u8(bytes, first), at + 4);
            }
            if (length < 4) {
                return Found.lost(DecodeLoss.LINK_HEADER);
            }
            at += length + 3 & ~3;
        }
        return Found.NOT_IP;
    }

    private static long tooShort() {
        return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
    }
}

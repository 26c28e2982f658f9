package dev.periplus.decode;

import static dev.periplus.decode.Octets.i32;
import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u16le;
import static dev.periplus.decode.Octets.u8;

/**
 * Uncommon link types: token ring, FDDI, IP over Fibre Channel (RFC 2625), ATM (RFC 2684), IP over InfiniBand (RFC 4391),
 * OpenBSD enc and pflog, Linux netfilter nflog, macOS pktap, Endace ERF.
 */
final class RareLinks {
    private static final int SOURCE_ROUTED = 0x80;
    private static final int NFLOG_PAYLOAD = 9;
    private static final int INFINIBAND_ADDRESSES = 40;
    private static final int INFINIBAND_HEADER = 44;

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
            case LinkType.IPOIB -> infiniBand(bytes, at, limit);
            case LinkType.ERF -> ExtensibleRecords.find(bytes, at, limit);
            case LinkType.PKTAP, LinkType.USER_2 -> processTap(bytes, at, limit, linkType);
            default -> Aggregate.place(linkType) > 0 ? Aggregate.find(bytes, at, limit, linkType) : Found.UNSUPPORTED;
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

    /** Reads the two addresses of the link (a global route header), an ethertype and two reserved bytes. */
    private static long infiniBand(byte[] bytes, int at, int limit) {
        if (limit - at < INFINIBAND_HEADER) {
            return tooShort();
        }
        return Ethernet.payload(bytes, u16(bytes, at + INFINIBAND_ADDRESSES), at + INFINIBAND_HEADER, limit);
    }

    /** Reads what Darwin puts before each frame; anything else of the link type for private use is not supported. */
    private static long processTap(byte[] bytes, int at, int limit, int linkType) {
        if (limit - at < ProcessTap.LEAST) {
            return linkType == LinkType.PKTAP ? tooShort() : Found.UNSUPPORTED;
        }
        if (!ProcessTap.isHeader(bytes, at, limit)) {
            return linkType == LinkType.PKTAP ? Found.lost(DecodeLoss.LINK_HEADER) : Found.UNSUPPORTED;
        }
        int inner = ProcessTap.linkType(bytes, at);
        if (inner == LinkType.PKTAP || inner == LinkType.USER_2 || inner == LinkType.PPI) {
            return Found.UNSUPPORTED;
        }
        return LinkLayer.find(bytes, at + ProcessTap.header(bytes, at), limit, inner);
    }

    private static long tooShort() {
        return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
    }
}

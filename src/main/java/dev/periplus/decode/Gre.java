package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/**
 * GRE (RFC 1701, RFC 2784, RFC 2890), its version 1 in PPTP (RFC 2637) and MikroTik's EoIP, ERSPAN over GRE
 * (draft-foschiano-erspan), and packets that WCCP redirects (draft-param-wccp-v2rev1 section 3.12).
 */
final class Gre {
    private static final int CHECKSUM = 0x8000;
    private static final int ROUTING = 0x4000;
    private static final int KEY = 0x2000;
    private static final int SEQUENCE = 0x1000;
    private static final int ACKNOWLEDGEMENT = 0x0080;
    private static final int VERSION = 7;

    private static final int REDIRECTED = 0x883e;
    private static final int REDIRECT_HEADER = 4;
    private static final int ETHERNET_OVER_IP = 0x6400;

    private static final int ERSPAN_II_HEADER = 8;
    private static final int ERSPAN_III_HEADER = 12;
    private static final int ERSPAN_III_SUBHEADER = 8;

    private final Decoder decoder;
    private final Tunnels tunnels;

    Gre(Decoder decoder, Tunnels tunnels) {
        this.decoder = decoder;
        this.tunnels = tunnels;
    }

    /** Decodes the payload of the packet's GRE header. */
    void open(Packet p) {
        int at = p.payloadOffset;
        int limit = at + p.payloadCaptured;
        int length = p.payloadLength;
        int header = limit - at < 4 ? -1 : header(p.bytes, at, limit);
        if (header < 0) {
            decoder.tooShort(DecodeLoss.GRE_HEADER, p.payloadCaptured, length);
            return;
        }
        if ((u16(p.bytes, at) & VERSION) > 1) {
            decoder.lose(DecodeLoss.GRE_HEADER);
            return;
        }
        int flags = u16(p.bytes, at);
        int type = u16(p.bytes, at + 2);
        if (type == EtherType.ERSPAN || type == EtherType.ERSPAN_III) {
            mirrored(p, at + header, limit, length - header, (flags & SEQUENCE) != 0);
        } else if (type == REDIRECTED) {
            redirected(p, at + header, limit, length - header);
        } else if (isOpened(type) || type == ETHERNET_OVER_IP && isStated(p.bytes, at, header, length)) {
            tunnels.enter(p, Tunnel.GRE, 0);
            decoder.linked(
                    p, payload(p.bytes, type, at + header, limit), at + header, limit, length - header, linkType(type));
        }
    }

    private static boolean isOpened(int type) {
        return type == EtherType.TRANSPARENT_ETHERNET
                || type == EtherType.PPP
                || isWireless(type)
                || EtherType.isUsual(type);
    }

    /** Aruba access points tunnel IEEE 802.11 frames under types 0x8200 to 0x8370. */
    private static boolean isWireless(int type) {
        return (type & 0xfe0f) == 0x8200;
    }

    /** Whether a header of version 1 with a key states that a payload follows, and how long it is (RFC 2637 section 4.1). */
    private static boolean isStated(byte[] bytes, int at, int header, int length) {
        int flags = u16(bytes, at);
        return (flags & (KEY | VERSION)) == (KEY | 1) && length > header && u16(bytes, at + 4) == length - header;
    }

    private static boolean isEthernet(int type) {
        return type == EtherType.TRANSPARENT_ETHERNET || type == ETHERNET_OVER_IP;
    }

    private static int linkType(int type) {
        return isEthernet(type) ? LinkType.ETHERNET : LinkType.NONE;
    }

    private static long payload(byte[] bytes, int type, int at, int limit) {
        if (isWireless(type)) {
            return Wireless.find(bytes, at, limit, LinkType.IEEE_802_11);
        }
        return switch (type) {
            case EtherType.TRANSPARENT_ETHERNET, ETHERNET_OVER_IP -> Ethernet.frame(bytes, at, limit);
            case EtherType.PPP -> at < limit ? PointToPoint.ppp(bytes, at, limit) : Found.NOT_IP;
            default -> Ethernet.payload(bytes, type, at, limit);
        };
    }

    /** Length of the header; -1 if it does not fit into the captured bytes. */
    private static int header(byte[] bytes, int at, int limit) {
        int flags = u16(bytes, at);
        int header = 4;
        if ((flags & VERSION) == 0) {
            header += (flags & (CHECKSUM | ROUTING)) != 0 ? 4 : 0;
        } else {
            header += (flags & ACKNOWLEDGEMENT) != 0 ? 4 : 0;
        }
        header += (flags & KEY) != 0 ? 4 : 0;
        header += (flags & SEQUENCE) != 0 ? 4 : 0;
        if ((flags & VERSION) == 0 && (flags & ROUTING) != 0) {
            header = routing(bytes, at, header, limit);
        }
        return header <= limit - at ? header : -1;
    }

    /** Reads the source route entries: family, offset, length; an entry of length 0 ends them. */
    private static int routing(byte[] bytes, int at, int first, int limit) {
        int header = first;
        while (limit - at - header >= 4) {
            int size = u8(bytes, at + header + 3);
            header += 4 + size;
            if (size == 0) {
                return header;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Opens an IP packet behind a redirect header, if there is one: version 1 of WCCP has none. */
    private void redirected(Packet p, int at, int limit, int length) {
        boolean bare = InnerFrame.isRight(p.bytes, at, limit);
        int from = bare ? at : at + REDIRECT_HEADER;
        if (from < limit && (bare || InnerFrame.isProvenIp(p.bytes, from, limit, length - REDIRECT_HEADER))) {
            tunnels.enter(p, Tunnel.GRE, 0);
            decoder.linked(p, Found.ip(u8(p.bytes, from) >> 4, from, 0), at, limit, length);
        }
    }

    /** Opens ERSPAN: type I is bare Ethernet; types II and III have a header that begins with version 1 and 2. */
    private void mirrored(Packet p, int at, int limit, int length, boolean sequenced) {
        int header = sequenced ? mirrorHeader(p.bytes, at, limit) : 0;
        if (header == 0 && sequenced) {
            decoder.lose(DecodeLoss.ERSPAN_HEADER);
        } else if (header > limit - at) {
            decoder.tooShort(DecodeLoss.ERSPAN_HEADER, limit - at, length);
        } else {
            tunnels.enter(p, Tunnel.ERSPAN, 0);
            int frame = at + header;
            long found = Ethernet.frame(p.bytes, frame, limit);
            decoder.linked(p, found, frame, limit, length - header, LinkType.ETHERNET);
        }
    }

    /** Length of the ERSPAN header; 0 if its version is neither 1 nor 2. */
    private static int mirrorHeader(byte[] bytes, int at, int limit) {
        if (limit - at < ERSPAN_II_HEADER) {
            return ERSPAN_II_HEADER;
        }
        int version = u8(bytes, at) >> 4;
        if (version == 1) {
            return ERSPAN_II_HEADER;
        }
        if (version != 2) {
            return 0;
        }
        boolean subheader = limit - at >= ERSPAN_III_HEADER && (u8(bytes, at + 11) & 1) != 0;
        return ERSPAN_III_HEADER + (subheader ? ERSPAN_III_SUBHEADER : 0);
    }
}

package dev.periplus.decode;

import static dev.periplus.decode.Octets.i32;
import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u24;
import static dev.periplus.decode.Octets.u8;

import org.jspecify.annotations.Nullable;

/**
 * Recognises tunnels over UDP. Ports play no part: the first bytes rule out nearly everything, then the whole structure
 * must be valid. The less the header of a tunnel says, the more must be right inside it. One per thread; holds the latest
 * result.
 */
public final class UdpTunnels {
    private static final int LEAST = 8;

    private @Nullable Tunnel kind;
    private int network;
    private int inner;
    private long found;
    private boolean suspect;

    /**
     * Whether a tunnelled frame or packet fills this payload; the other methods then describe it.
     *
     * @param at where the payload begins; bytes before {@code limit} were captured
     * @param length of the payload on the wire
     */
    public boolean look(byte[] bytes, int at, int limit, int length) {
        kind = null;
        network = 0;
        suspect = false;
        if (limit - at < LEAST) {
            return false;
        }
        int first = i32(bytes, at);
        return strict(bytes, at, limit, length, first) || proven(bytes, at, limit, length, first);
    }

    /** The kind of tunnel; call it only if one was found. */
    public Tunnel kind() {
        Tunnel known = kind;
        if (known == null) {
            throw new IllegalStateException("no tunnel was found");
        }
        return known;
    }

    /** The number of the virtual network; 0 if it has none. */
    int network() {
        return network;
    }

    /** Where the tunnelled frame or packet begins. */
    int inner() {
        return inner;
    }

    /** What the tunnelled frame carries, as {@link Found}. */
    long found() {
        return found;
    }

    /** Whether the header of a tunnel is right and what it carries is not. */
    boolean isSuspect() {
        return suspect;
    }

    /** Tunnels whose header fixes so many bits that the frame inside need only fit. */
    private boolean strict(byte[] bytes, int at, int limit, int length, int first) {
        if (OverlayTunnels.maybeVxlan(first)) {
            return OverlayTunnels.isVxlan(bytes, at)
                    && overlay(Tunnel.VXLAN, bytes, at, 8, OverlayTunnels.vxlanType(first), limit, length);
        }
        if (OverlayTunnels.maybeGeneve(first)) {
            int header = OverlayTunnels.geneveHeader(bytes, at, limit);
            return header > 0 && overlay(Tunnel.GENEVE, bytes, at, header, first & 0xffff, limit, length);
        }
        if (GtpTunnel.maybe(first, length)) {
            int header = GtpTunnel.header(bytes, at, limit);
            return header > 0 && header < limit - at && packet(Tunnel.GTP_U, bytes, at, header, limit, length);
        }
        if (TeredoTunnel.maybe(first)) {
            int header = TeredoTunnel.header(bytes, at, limit, length);
            return header >= 0 && is(Tunnel.TEREDO, at + header, Found.ip(6, at + header, 0));
        }
        return false;
    }

    private boolean overlay(Tunnel tunnel, byte[] bytes, int at, int header, int type, int limit, int length) {
        network = u24(bytes, at + 4);
        int from = at + header;
        int left = length - header;
        if (type == EtherType.TRANSPARENT_ETHERNET) {
            suspect = !InnerFrame.isEthernet(bytes, from, limit, left);
            return !suspect && is(tunnel, from, Ethernet.frame(bytes, from, limit));
        }
        if (type == EtherType.NSH) {
            long carried = Ethernet.payload(bytes, type, from, limit);
            suspect = !Found.isIp(carried) || !isProven(bytes, carried, from, limit, left);
            return !suspect && is(tunnel, from, carried);
        }
        int version = type == EtherType.IPV4 ? 4 : 6;
        suspect = InnerFrame.slicedLength(bytes, version, from, limit, left) != left;
        return !suspect && is(tunnel, from, Found.ip(version, from, 0));
    }

    private boolean packet(Tunnel tunnel, byte[] bytes, int at, int header, int limit, int length) {
        int from = at + header;
        int version = u8(bytes, from) >> 4;
        int left = length - header;
        int stated = version == 4
                ? InnerFrame.slicedLength(bytes, 4, from, limit, left)
                : InnerFrame.ipLength(bytes, version, from, limit, left);
        suspect = stated != left;
        return !suspect && is(tunnel, from, Found.ip(version, from, 0));
    }

    /** Tunnels of which only the packet inside is proof. */
    private boolean proven(byte[] bytes, int at, int limit, int length, int first) {
        boolean any = switch (first >>> 24) {
            case 0 -> capwap(bytes, at, limit, length, first);
            case 1 -> sniffed(bytes, at, limit, length, first);
            default -> false;
        };
        if (any || L2tpTunnel.maybe(first) && layer2(bytes, at, limit, length, first)) {
            return true;
        }
        if ((first & OverlayTunnels.VXLAN_FLAG) != 0 && InnerFrame.isProvenEthernet(bytes, at + 8, limit, length - 8)) {
            network = u24(bytes, at + 4);
            suspect = false;
            return is(Tunnel.VXLAN, at + 8, Ethernet.frame(bytes, at + 8, limit));
        }
        return universal(bytes, at, limit, length, first)
                || locator(bytes, at, limit, length, first)
                || labels(bytes, at, limit, length);
    }

    /** L2TP data over UDP: version 2 carries PPP (RFC 2661 section 3.1), version 3 anything (RFC 3931 section 4.1.2). */
    private boolean layer2(byte[] bytes, int at, int limit, int length, int first) {
        int header = L2tpTunnel.header(bytes, at, limit, length, first >>> 16);
        if (header > 0) {
            return carried(
                    Tunnel.L2TP, bytes, PointToPoint.ppp(bytes, at + header, limit), at + header, limit, at + length);
        }
        int session = first == L2tpTunnel.VERSION_3 ? L2tpTunnel.session(bytes, at + 8, limit, length - 8) : -1;
        if (session < 0) {
            return false;
        }
        int from = at + 8 + session;
        return carried(Tunnel.L2TP, bytes, L2tpTunnel.found(bytes, from, limit), from, limit, at + length);
    }

    /** CAPWAP data (RFC 5415 section 4.3): an Ethernet frame, or one of IEEE 802.11. */
    private boolean capwap(byte[] bytes, int at, int limit, int length, int first) {
        int header = first >>> 17 & 0x7c;
        boolean wireless = (first & 0x100) != 0;
        if (header < LEAST || header >= limit - at || (first & 0x8f) != 0 || u16(bytes, at + 6) != 0) {
            return false;
        }
        int from = at + header;
        if (!wireless) {
            return InnerFrame.isProvenEthernet(bytes, from, limit, length - header)
                    && is(Tunnel.CAPWAP, from, Ethernet.frame(bytes, from, limit));
        }
        return (first >>> 9 & 0x1f) == 1
                && carried(
                        Tunnel.CAPWAP,
                        bytes,
                        Wireless.find(bytes, from, limit, LinkType.IEEE_802_11),
                        from,
                        limit,
                        at + length);
    }

    /** TZSP: version, type, what is carried, tags, and the frame that somebody sniffed. */
    private boolean sniffed(byte[] bytes, int at, int limit, int length, int first) {
        int linkType = (first >>> 16 & 0xff) > 1
                ? -1
                : switch (first & 0xffff) {
                    case 1 -> LinkType.ETHERNET;
                    case 18 -> LinkType.IEEE_802_11;
                    case 119 -> LinkType.IEEE_802_11_PRISM;
                    case 127 -> LinkType.IEEE_802_11_AVS;
                    default -> -1;
                };
        int from = at + 4;
        int tag = 0;
        while (linkType >= 0 && from < limit) {
            tag = u8(bytes, from++);
            if (tag == 1) {
                return carried(
                        Tunnel.TZSP, bytes, LinkLayer.find(bytes, from, limit, linkType), from, limit, at + length);
            }
            from += tag == 0 || from >= limit ? 0 : 1 + u8(bytes, from);
        }
        return false;
    }

    /** GUE (draft-ietf-intarea-gue section 3): version 0 with a header, version 1 an IP packet and nothing else. */
    private boolean universal(byte[] bytes, int at, int limit, int length, int first) {
        if (first >>> 28 == 4 || first >>> 28 == 6) {
            return InnerFrame.isProvenIp(bytes, at, limit, length)
                    && (first >>> 28 == 4 || Checksums.isRightIpv6(bytes, at, limit))
                    && is(Tunnel.GUE, at, Found.ip(first >>> 28, at, 0));
        }
        int header = 4 + (first >>> 22 & 0x7c);
        int protocol = first >>> 16 & 0xff;
        boolean ip = protocol == 4 || protocol == 41;
        return first >>> 29 == 0
                && ip
                && header < limit - at
                && u8(bytes, at + header) >> 4 == (protocol == 4 ? 4 : 6)
                && bare(Tunnel.GUE, bytes, at, header, limit, length);
    }

    /** LISP data (RFC 9300 section 5): flags, a nonce or map versions, an instance or locator bits, then IP. */
    private boolean locator(byte[] bytes, int at, int limit, int length, int first) {
        return (first & 0xc8000000) != 0 && (first & 0x03000000) == 0 && bare(Tunnel.LISP, bytes, at, 8, limit, length);
    }

    /** MPLS in UDP (RFC 7510): labels, then IP or an Ethernet frame. */
    private boolean labels(byte[] bytes, int at, int limit, int length) {
        int from = at;
        boolean bottom = false;
        while (!bottom && limit - from > 4 && from - at < 16) {
            bottom = (bytes[from + 2] & 1) != 0;
            from += 4;
        }
        if (!bottom || bytes[from - 1] == 0) {
            return false;
        }
        if (InnerFrame.isProvenEthernet(bytes, from, limit, length - (from - at))) {
            return is(Tunnel.MPLS_IN_UDP, from, Ethernet.frame(bytes, from, limit));
        }
        return bare(Tunnel.MPLS_IN_UDP, bytes, at, from - at, limit, length);
    }

    private boolean bare(Tunnel tunnel, byte[] bytes, int at, int header, int limit, int length) {
        int from = at + header;
        return from < limit
                && InnerFrame.isProvenIp(bytes, from, limit, length - header)
                && is(tunnel, from, Found.ip(u8(bytes, from) >> 4, from, 0));
    }

    private boolean carried(Tunnel tunnel, byte[] bytes, long carried, int from, int limit, int end) {
        return Found.isIp(carried) && isProven(bytes, carried, from, limit, end - from) && is(tunnel, from, carried);
    }

    private static boolean isProven(byte[] bytes, long carried, int from, int limit, int left) {
        int ip = Found.offset(carried);
        return ip < limit && InnerFrame.isProven(bytes, Found.version(carried), ip, limit, left - (ip - from));
    }

    private boolean is(Tunnel tunnel, int from, long carried) {
        kind = tunnel;
        inner = from;
        found = carried;
        return true;
    }
}

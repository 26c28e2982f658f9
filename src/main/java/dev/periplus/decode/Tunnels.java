package dev.periplus.decode;

import dev.periplus.address.Address;

/** Opens the tunnels in a packet: IP in IP (RFC 2003, RFC 2473, RFC 4213), GRE, and tunnels over UDP. */
final class Tunnels {
    private static final int IPV4_IN_IP = 4;
    private static final int IPV6_IN_IP = 41;
    private static final int GRE = 47;
    private static final int KINDS_FULL = 0xff00_0000;

    private final Decoder decoder;
    private final Gre gre;

    Tunnels(Decoder decoder) {
        this.decoder = decoder;
        gre = new Gre(decoder, this);
    }

    /** Decodes what a packet tunnels, after the packet itself was passed on; changes the packet's fields. */
    void open(Packet p) {
        switch (p.protocol) {
            case Packet.UDP -> udp(p);
            case IPV4_IN_IP -> ip(p, Tunnel.IPIP, 4);
            case IPV6_IN_IP -> ip(p, p.ipVersion == 4 ? Tunnel.SIXINFOUR : Tunnel.IPIP, 6);
            case GRE -> gre.open(p);
            default -> {}
        }
    }

    /** Marks the packet's fields as describing the inside of a tunnel between its two addresses. */
    void enter(Packet p, Tunnel kind, int network) {
        long chain = Address.mix(p.tunnel * 31 + AddressPair.hash(p));
        chain = Address.mix(chain + ((long) kind.ordinal() + 1 << 32 | network));
        p.tunnel = chain == 0 ? 1 : chain;
        if ((p.tunnelKinds & KINDS_FULL) == 0) {
            p.tunnelKinds = p.tunnelKinds << 8 | kind.ordinal() + 1;
        }
        decoder.opened(kind);
    }

    private void ip(Packet p, Tunnel kind, int version) {
        int at = p.payloadOffset;
        int limit = at + p.payloadCaptured;
        int length = p.payloadLength;
        enter(p, kind, 0);
        decoder.ip(p, version, at, limit, length);
    }

    /**
     * Opens a tunnel over UDP. Ports play no part: the first four bytes rule out nearly everything, then the whole
     * structure must be valid.
     */
    private void udp(Packet p) {
        if (p.payloadCaptured < 8) {
            return;
        }
        int first = Octets.i32(p.bytes, p.payloadOffset);
        if (OverlayTunnels.maybeVxlan(first)) {
            if (OverlayTunnels.isVxlan(p.bytes, p.payloadOffset)) {
                overlay(p, Tunnel.VXLAN, OverlayTunnels.VXLAN_HEADER, OverlayTunnels.vxlanType(first));
            }
        } else if (OverlayTunnels.maybeGeneve(first)) {
            int header = OverlayTunnels.geneveHeader(p.bytes, p.payloadOffset, p.payloadOffset + p.payloadCaptured);
            if (header > 0) {
                overlay(p, Tunnel.GENEVE, header, first & 0xffff);
            }
        } else if (GtpTunnel.maybe(first, p.payloadLength)) {
            gtp(p);
        } else if (TeredoTunnel.maybe(first)) {
            teredo(p);
        }
    }

    /** Decodes what follows a header with a network identifier in bytes 4 to 6, if it is of the stated type. */
    private void overlay(Packet p, Tunnel kind, int header, int type) {
        int inner = p.payloadOffset + header;
        int limit = p.payloadOffset + p.payloadCaptured;
        int length = p.payloadLength - header;
        int network = Octets.u24(p.bytes, p.payloadOffset + 4);
        if (type == EtherType.TRANSPARENT_ETHERNET) {
            if (InnerFrame.isEthernet(p.bytes, inner, limit, length)) {
                enter(p, kind, network);
                decoder.linked(p, Ethernet.frame(p.bytes, inner, limit), inner, limit, length);
            }
            return;
        }
        int version = type == EtherType.IPV4 ? 4 : 6;
        if (InnerFrame.ipLength(p.bytes, version, inner, limit, length) == length) {
            enter(p, kind, network);
            decoder.ip(p, version, inner, limit, length);
        }
    }

    private void gtp(Packet p) {
        int at = p.payloadOffset;
        int limit = at + p.payloadCaptured;
        int header = GtpTunnel.header(p.bytes, at, limit);
        if (header < 0 || limit - at <= header) {
            return;
        }
        int length = p.payloadLength - header;
        int version = Octets.u8(p.bytes, at + header) >> 4;
        if (InnerFrame.ipLength(p.bytes, version, at + header, limit, length) == length) {
            enter(p, Tunnel.GTP_U, 0);
            decoder.ip(p, version, at + header, limit, length);
        }
    }

    private void teredo(Packet p) {
        int at = p.payloadOffset;
        int limit = at + p.payloadCaptured;
        int header = TeredoTunnel.header(p.bytes, at, limit, p.payloadLength);
        if (header >= 0) {
            int length = p.payloadLength - header;
            enter(p, Tunnel.TEREDO, 0);
            decoder.ip(p, 6, at + header, limit, length);
        }
    }
}

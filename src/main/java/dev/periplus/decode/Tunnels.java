package dev.periplus.decode;

import dev.periplus.address.Address;

/**
 * Opens the tunnels in a packet: IP in IP (RFC 2003, RFC 2473, RFC 4213), GRE, IPsec without encryption, EtherIP, Ethernet in IPv6 (RFC 8986 section
 * 4.9), PIM registers, L2TP, and tunnels over UDP.
 */
final class Tunnels {
    static final int IPV4_IN_IP = 4;
    static final int IPV6_IN_IP = 41;
    private static final int GRE = 47;
    private static final int ESP = 50;
    private static final int AH = 51;
    private static final int AH_LEAST = 12;
    private static final int ETHERIP = 97;
    private static final int PIM = 103;
    private static final int L2TP = 115;
    private static final int ETHERNET = 143;
    private static final int ETHERIP_VERSION = 0x3000;
    private static final int PIM_REGISTER = 0x21;
    private static final int PIM_NULL = 0x40;
    private static final int PIM_HEADER = 8;
    private static final int KINDS_FULL = 0xff00_0000;

    private final Decoder decoder;
    private final Gre gre;
    private final UdpTunnels udp = new UdpTunnels();

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
            case ESP -> encapsulated(p);
            case AH -> authenticated(p);
            case ETHERIP -> etherIp(p);
            case PIM -> register(p);
            case L2TP -> layer2(p);
            case ETHERNET -> ethernet(p, Tunnel.ETHERNET_IN_IP, 0);
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

    private void udp(Packet p) {
        int at = p.payloadOffset;
        int limit = at + p.payloadCaptured;
        if (udp.look(p.bytes, at, limit, p.payloadLength)) {
            int inner = udp.inner();
            enter(p, udp.kind(), udp.network());
            boolean ethernet = Found.isFrame(udp.found()) && udp.found() == Ethernet.frame(p.bytes, inner, limit);
            int linkType = ethernet ? LinkType.ETHERNET : LinkType.NONE;
            decoder.linked(p, udp.found(), inner, limit, p.payloadLength - (inner - at), linkType);
        } else if (udp.isSuspect() && p.payloadCaptured == p.payloadLength) {
            decoder.notOpened();
        }
    }

    /** An authentication header, which leaves what it protects in the clear (RFC 4302 section 2). */
    private void authenticated(Packet p) {
        int at = p.payloadOffset;
        int size = p.payloadCaptured < AH_LEAST ? 0 : Octets.u8(p.bytes, at + 1) + 2 << 2;
        if (size >= AH_LEAST && size <= p.payloadCaptured && Octets.u16(p.bytes, at + 2) == 0) {
            int limit = at + p.payloadCaptured;
            int length = p.payloadLength - size;
            int next = Octets.u8(p.bytes, at);
            enter(p, Tunnel.AH, 0);
            decoder.unprotected(p, next, at + size, limit, length);
        }
    }

    /** ESP without encryption, if it is proven. */
    private void encapsulated(Packet p) {
        long found = NullEncryption.find(p);
        if (found >= 0) {
            int at = p.payloadOffset + NullEncryption.HEADER;
            int end = at + NullEncryption.length(found);
            enter(p, Tunnel.ESP, 0);
            decoder.unprotected(p, NullEncryption.next(found), at, end, end - at);
        }
    }

    /** EtherIP (RFC 3378): version 3, twelve reserved bits, an Ethernet frame. */
    private void etherIp(Packet p) {
        if (p.payloadCaptured >= 2 && Octets.u16(p.bytes, p.payloadOffset) == ETHERIP_VERSION) {
            ethernet(p, Tunnel.ETHERIP, 2);
        }
    }

    private void ethernet(Packet p, Tunnel kind, int header) {
        int at = p.payloadOffset + header;
        int limit = p.payloadOffset + p.payloadCaptured;
        enter(p, kind, 0);
        long found = Ethernet.frame(p.bytes, at, limit);
        decoder.linked(p, found, at, limit, p.payloadLength - header, LinkType.ETHERNET);
    }

    /** A PIM register that carries a packet (RFC 7761 section 4.9.3), not one that only asks. */
    private void register(Packet p) {
        int at = p.payloadOffset;
        int limit = at + p.payloadCaptured;
        if (p.payloadCaptured > PIM_HEADER
                && Octets.u8(p.bytes, at) == PIM_REGISTER
                && (p.bytes[at + 4] & PIM_NULL) == 0) {
            int inner = at + PIM_HEADER;
            enter(p, Tunnel.PIM, 0);
            decoder.linked(p, LinkLayer.raw(p.bytes, inner, limit), inner, limit, p.payloadLength - PIM_HEADER);
        }
    }

    /** L2TP version 3 over IP: a session, then what both sides agreed on (RFC 3931 section 4.1.1). */
    private void layer2(Packet p) {
        int at = p.payloadOffset;
        int limit = at + p.payloadCaptured;
        if (p.payloadCaptured < 8 || Octets.i32(p.bytes, at) == 0) {
            return;
        }
        int between = L2tpTunnel.session(p.bytes, at + 4, limit, p.payloadLength - 4);
        if (between < 0) {
            return;
        }
        int inner = at + 4 + between;
        enter(p, Tunnel.L2TP, 0);
        decoder.linked(p, L2tpTunnel.found(p.bytes, inner, limit), inner, limit, p.payloadLength - (inner - at));
    }
}

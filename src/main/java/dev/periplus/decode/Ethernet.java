package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u24;
import static dev.periplus.decode.Octets.u8;

/**
 * Ethernet and the headers between it and IP: VLAN and other tags (IEEE 802.1Q), MPLS labels (RFC 3032) with or without
 * a pseudo-wire (RFC 4385, RFC 4448), PPPoE (RFC 2516), LLC and SNAP (IEEE 802.2, RFC 1042). Each step moves forward,
 * so the time is linear in the number of bytes.
 */
final class Ethernet {
    static final int HEADER = 14;

    private static final int LLC_IP = 0x0606;
    private static final int LLC_SNAP = 0xaaaa;
    private static final int LLC_UNNUMBERED = 3;
    private static final int BRIDGE_TUNNEL_OUI = 0xf8;

    private Ethernet() {}

    /** Returns {@link Found} for the frame that begins at {@code at}. */
    static long frame(byte[] bytes, int at, int limit) {
        if (limit - at < HEADER) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        return payload(bytes, u16(bytes, at + 12), at + HEADER, limit);
    }

    /** Returns {@link Found} for LLC at {@code at}. */
    static long logicalLink(byte[] bytes, int at, int limit) {
        return payload(bytes, 0, at, limit);
    }

    /** Returns {@link Found} for the payload at {@code at} of an Ethernet frame of this type. */
    static long payload(byte[] bytes, int firstType, int firstAt, int limit) {
        int type = firstType;
        int at = firstAt;
        int vlan = 0;
        while (type != EtherType.IPV4 && type != EtherType.IPV6) {
            long step = step(bytes, type, at, limit);
            if (step < 0) {
                return step;
            }
            if (EtherType.isVlan(type)) {
                vlan = tagged(vlan, u16(bytes, at) & 0xfff);
            }
            type = (int) (step >>> 32);
            at = (int) step;
        }
        return Found.ip(type == EtherType.IPV4 ? 4 : 6, at, vlan);
    }

    private static int tagged(int vlan, int id) {
        int outer = vlan > 0xfff ? vlan & 0xfff000 : vlan << 12;
        return outer | id;
    }

    /** Type and offset of the next header, or a negative {@link Found}. */
    private static long step(byte[] bytes, int type, int at, int limit) {
        int tag = EtherType.tagBytes(type);
        if (tag > 0) {
            return limit - at < tag + 2 ? tooShort() : next(u16(bytes, at + tag), at + tag + 2);
        }
        return switch (type) {
            case EtherType.MPLS, EtherType.MPLS_UPSTREAM -> labels(bytes, at, limit);
            case EtherType.PPPOE_SESSION -> session(bytes, at, limit);
            default -> type <= EtherType.LARGEST_LENGTH ? llc(bytes, at, limit) : Found.NOT_IP;
        };
    }

    private static long labels(byte[] bytes, int first, int limit) {
        int at = first;
        boolean bottom = false;
        while (!bottom) {
            if (limit - at < 4) {
                return tooShort();
            }
            bottom = (bytes[at + 2] & 1) != 0;
            at += 4;
        }
        if (limit - at < 1) {
            return tooShort();
        }
        return switch (u8(bytes, at) >> 4) {
            case 4 -> next(EtherType.IPV4, at);
            case 6 -> next(EtherType.IPV6, at);
            case 1 -> Found.NOT_IP;
            default -> pseudoWire(bytes, at, limit);
        };
    }

    /**
     * Finds the Ethernet frame after MPLS labels, with or without the control word, which begins with four zero bits.
     */
    private static long pseudoWire(byte[] bytes, int at, int limit) {
        int plain = typeOf(bytes, at, limit);
        if (u8(bytes, at) >> 4 == 0 && !EtherType.isUsual(plain)) {
            int behindWord = typeOf(bytes, at + 4, limit);
            return behindWord < 0 ? Found.NOT_IP : next(behindWord, at + 4 + HEADER);
        }
        return EtherType.isUsual(plain) ? next(plain, at + HEADER) : Found.NOT_IP;
    }

    private static int typeOf(byte[] bytes, int at, int limit) {
        return limit - at < HEADER ? -1 : u16(bytes, at + 12);
    }

    /** Reads a PPPoE header: version and type, code, session, length, PPP protocol. */
    private static long session(byte[] bytes, int at, int limit) {
        if (limit - at < 8) {
            return tooShort();
        }
        if (bytes[at + 1] != 0) {
            return Found.NOT_IP;
        }
        int type = PointToPoint.etherType(bytes, at + 6, limit);
        return type < 0 ? Found.NOT_IP : next(type, at + 6 + PointToPoint.protocolBytes(bytes, at + 6));
    }

    private static long llc(byte[] bytes, int at, int limit) {
        if (limit - at < 3) {
            return tooShort();
        }
        int access = u16(bytes, at);
        if (u8(bytes, at + 2) != LLC_UNNUMBERED || access != LLC_IP && access != LLC_SNAP) {
            return Found.NOT_IP;
        }
        if (access == LLC_IP) {
            return next(EtherType.IPV4, at + 3);
        }
        if (limit - at < 8) {
            return tooShort();
        }
        int oui = u24(bytes, at + 3);
        int type = u16(bytes, at + 6);
        boolean ethernet = (oui == 0 || oui == BRIDGE_TUNNEL_OUI) && type > EtherType.LARGEST_LENGTH;
        return ethernet ? next(type, at + 8) : Found.NOT_IP;
    }

    private static long next(int type, int at) {
        return (long) type << 32 | at;
    }

    private static long tooShort() {
        return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
    }
}

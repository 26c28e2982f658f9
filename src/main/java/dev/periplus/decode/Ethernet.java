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

    static int tagged(int vlan, int id) {
        int outer = vlan > 0xfff ? vlan & 0xfff000 : vlan << 12;
        return outer | id;
    }

    /** Type and offset of the next header, or a negative {@link Found}. */
    static long step(byte[] bytes, int type, int at, int limit) {
        int tag = EtherType.tagBytes(type);
        if (tag > 0) {
            return limit - at < tag + 2 ? tooShort() : next(u16(bytes, at + tag), at + tag + 2);
        }
        return switch (type) {
            case EtherType.MPLS, EtherType.MPLS_UPSTREAM -> labels(bytes, at, limit);
            case EtherType.PPPOE_SESSION -> session(bytes, at, limit);
            case EtherType.JUMBO_LLC -> llc(bytes, at, limit);
            default -> type <= EtherType.LARGEST_LENGTH ? llc(bytes, at, limit) : Tags.step(bytes, type, at, limit);
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
        return limit - at < 1 ? tooShort() : labelled(bytes, at, limit);
    }

    /**
     * Finds what the labels carry. Labels do not say it: the first four bits are 4 or 6 for IP, 0 for the control word of a
     * pseudo-wire and 1 for its associated channel (RFC 4385 section 3), but a pseudo-wire without control word begins with
     * a station address, which may have the same bits.
     */
    private static long labelled(byte[] bytes, int at, int limit) {
        int left = limit - at;
        int version = u8(bytes, at) >> 4;
        int plain = typeOf(bytes, at, limit);
        boolean ip = version == 4 && InnerFrame.isRight(bytes, at, limit)
                || version == 4 && InnerFrame.ipLength(bytes, 4, at, limit, left) == left
                || version == 6 && InnerFrame.isProvenIp(bytes, at, limit, left);
        if (!ip && EtherType.isUsual(plain)) {
            boolean word = version == 0
                    && !InnerFrame.isLikelyEthernet(bytes, at, limit, left)
                    && InnerFrame.isLikelyEthernet(bytes, at + 4, limit, left - 4);
            boolean frame = version != 4 && version != 6 && version != 1
                    || plain != EtherType.IPV4 && plain != EtherType.IPV6
                    || (version == 4 || !InnerFrame.isUsualIpv6(bytes, at, limit))
                            && left > HEADER
                            && u8(bytes, at + HEADER) >> 4 == (plain == EtherType.IPV4 ? 4 : 6)
                    || InnerFrame.isLikelyEthernet(bytes, at, limit, left);
            if (frame && !word) {
                return next(plain, at + HEADER);
            }
        }
        return switch (version) {
            case 4 -> next(EtherType.IPV4, at);
            case 6 -> next(EtherType.IPV6, at);
            case 0 -> {
                int behindWord = typeOf(bytes, at + 4, limit);
                yield behindWord < 0 ? Found.NOT_IP : next(behindWord, at + 4 + HEADER);
            }
            default -> Found.NOT_IP;
        };
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
            return Found.other(EtherType.PPPOE_SESSION);
        }
        int type = PointToPoint.etherType(bytes, at + 6, limit);
        return type < 0
                ? Found.other(EtherType.PPPOE_SESSION)
                : next(type, at + 6 + PointToPoint.protocolBytes(bytes, at + 6));
    }

    private static long llc(byte[] bytes, int at, int limit) {
        if (limit - at < 3) {
            return tooShort();
        }
        int access = u16(bytes, at);
        if (u8(bytes, at + 2) != LLC_UNNUMBERED || access != LLC_IP && access != LLC_SNAP) {
            return Found.other(0);
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
        return ethernet ? next(type, at + 8) : Found.other(0);
    }

    static long next(int type, int at) {
        return (long) type << 32 | at;
    }

    static long tooShort() {
        return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
    }
}

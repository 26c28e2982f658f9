package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/**
 * Serial lines: PPP (RFC 1661, RFC 1662), Cisco HDLC, and frame relay (RFC 2427). Returns {@link Found} like {@link
 * LinkLayer}.
 */
final class PointToPoint {
    private static final int PPP_IPV4 = 0x21;
    private static final int PPP_IPV6 = 0x57;
    private static final int PPP_MPLS = 0x281;
    private static final int PPP_MPLS_MULTICAST = 0x283;
    private static final int PPP_ADDRESS_CONTROL = 0xff03;
    private static final int HDLC_UNICAST = 0x0f00;
    private static final int HDLC_MULTICAST = 0x8f00;
    private static final int NLPID_SNAP = 0x80;
    private static final int NLPID_IPV6 = 0x8e;
    private static final int NLPID_IPV4 = 0xcc;

    private PointToPoint() {}

    /** Finds IP in PPP with or without address and control fields, or in Cisco HDLC. */
    static long ppp(byte[] bytes, int first, int limit) {
        if (limit - first < 2) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        int start = u16(bytes, first);
        if (start == HDLC_UNICAST || start == HDLC_MULTICAST) {
            return hdlc(bytes, first, limit);
        }
        int at = start == PPP_ADDRESS_CONTROL ? first + 2 : first;
        if (limit - at < 2) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        int type = etherType(bytes, at, limit);
        return type < 0 ? Found.NOT_IP : Ethernet.payload(bytes, type, at + protocolBytes(bytes, at), limit);
    }

    /** Finds IP in Cisco HDLC: address, control, ethertype. */
    static long hdlc(byte[] bytes, int at, int limit) {
        if (limit - at < 4) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        int type = u16(bytes, at + 2);
        return type <= EtherType.LARGEST_LENGTH ? Found.other(0) : Ethernet.payload(bytes, type, at + 4, limit);
    }

    /** Ethertype equivalent to the PPP protocol at {@code at}; -1 if it does not lead to IP or is cut off. */
    static int etherType(byte[] bytes, int at, int limit) {
        int width = protocolBytes(bytes, at);
        if (limit - at < width) {
            return -1;
        }
        return switch (width == 1 ? u8(bytes, at) : u16(bytes, at)) {
            case PPP_IPV4 -> EtherType.IPV4;
            case PPP_IPV6 -> EtherType.IPV6;
            case PPP_MPLS, PPP_MPLS_MULTICAST -> EtherType.MPLS;
            default -> -1;
        };
    }

    /** Length of the protocol field, which is compressed to one byte if that byte is odd (RFC 1661 section 6.5). */
    static int protocolBytes(byte[] bytes, int at) {
        return (bytes[at] & 1) != 0 ? 1 : 2;
    }

    /** Finds IP in frame relay: an address of 2 to 4 bytes, then the NLPID of RFC 2427 or Cisco's ethertype. */
    static long frameRelay(byte[] bytes, int first, int limit) {
        int at = first;
        boolean last = false;
        while (!last) {
            if (limit - at < 1 || at - first == 4) {
                return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
            }
            last = (bytes[at++] & 1) != 0;
        }
        if (limit - at < 2) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        int type = u16(bytes, at);
        if (type == EtherType.IPV4 || type == EtherType.IPV6) {
            return Ethernet.payload(bytes, type, at + 2, limit);
        }
        return u8(bytes, at) == 3 ? networkLayer(bytes, at + 1, limit) : Found.NOT_IP;
    }

    private static long networkLayer(byte[] bytes, int first, int limit) {
        int at = first;
        if (limit - at > 1 && bytes[at] == 0) {
            at++;
        }
        switch (u8(bytes, at)) {
            case NLPID_IPV4:
                return Found.ip(4, at + 1, 0);
            case NLPID_IPV6:
                return Found.ip(6, at + 1, 0);
            case NLPID_SNAP:
                return snap(bytes, at + 1, limit);
            default:
                return Found.NOT_IP;
        }
    }

    private static long snap(byte[] bytes, int at, int limit) {
        if (limit - at < 5) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        int type = u16(bytes, at + 3);
        boolean ethernet = Octets.u24(bytes, at) == 0 && type > EtherType.LARGEST_LENGTH;
        return ethernet ? Ethernet.payload(bytes, type, at + 5, limit) : Found.NOT_IP;
    }
}

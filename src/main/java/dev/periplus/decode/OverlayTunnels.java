package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/**
 * Headers of VXLAN (RFC 7348), with the group policy bits of draft-smith-vxlan-group-policy or the protocol field of
 * draft-ietf-nvo3-vxlan-gpe, and of GENEVE (RFC 8926).
 */
final class OverlayTunnels {
    /** The flag that says that there is a network identifier. Receivers ignore all other bits (RFC 7348 section 5). */
    static final int VXLAN_FLAG = 0x0800_0000;

    private static final int VXLAN_GROUP_FIELDS = 0x8048_ffff;
    private static final int VXLAN_GPE = 0x0c00_0000;
    private static final int GPE_IPV4 = 1;
    private static final int GPE_IPV6 = 2;
    private static final int GPE_ETHERNET = 3;
    private static final int GPE_NSH = 4;
    private static final int GENEVE_HEADER = 8;
    private static final int GENEVE_RESERVED = 0xc03f_0000;
    private static final int GENEVE_OPTION = 4;

    private OverlayTunnels() {}

    /** Whether the first four bytes fit: the VNI flag is set and no reserved bit is. */
    static boolean maybeVxlan(int first) {
        int allowed = first < 0 ? VXLAN_GROUP_FIELDS : 0;
        return (first & ~allowed) == VXLAN_FLAG || first >= VXLAN_GPE + GPE_IPV4 && first <= VXLAN_GPE + GPE_NSH;
    }

    /** Ethertype of the VXLAN payload: Ethernet, unless the generic protocol extension states another. */
    static int vxlanType(int first) {
        return switch (first - VXLAN_GPE) {
            case GPE_IPV4 -> EtherType.IPV4;
            case GPE_IPV6 -> EtherType.IPV6;
            case GPE_NSH -> EtherType.NSH;
            default -> EtherType.TRANSPARENT_ETHERNET;
        };
    }

    static boolean isVxlan(byte[] bytes, int at) {
        return bytes[at + 7] == 0;
    }

    /** Whether the first four bytes fit: version 0, no reserved bit, and a supported payload type. */
    static boolean maybeGeneve(int first) {
        int type = first & 0xffff;
        return (first & GENEVE_RESERVED) == 0
                && (type == EtherType.TRANSPARENT_ETHERNET || type == EtherType.IPV4 || type == EtherType.IPV6);
    }

    /** Length of the header with its options, which must fill it exactly; -1 if this is not GENEVE. */
    static int geneveHeader(byte[] bytes, int at, int limit) {
        int header = GENEVE_HEADER + ((u8(bytes, at) & 0x3f) << 2);
        if (bytes[at + 7] != 0 || header > limit - at) {
            return -1;
        }
        int option = at + GENEVE_HEADER;
        int end = at + header;
        while (option < end) {
            int flags = u16(bytes, option + 2);
            if ((flags & 0xe0) != 0) {
                return -1;
            }
            option += GENEVE_OPTION + ((flags & 0x1f) << 2);
        }
        return option == end ? header : -1;
    }
}

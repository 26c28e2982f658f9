package dev.periplus.decode;

/**
 * Ethertypes that lead to IP, and the tags around them: IEEE 802.1Q, 802.1BR and 802.1CB (R-TAG), Cisco VN-Tag, TTag and
 * FabricPath, HSR (IEC 62439-3), Marvell EDSA, RFC 3032, RFC 2516, RFC 1701. {@link Tags} has those of variable length.
 */
final class EtherType {
    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int TRANSPARENT_ETHERNET = 0x6558;
    static final int VLAN = 0x8100;
    static final int IPV6 = 0x86dd;
    static final int PPP = 0x880b;
    static final int MPLS = 0x8847;
    static final int MPLS_UPSTREAM = 0x8848;
    static final int PPPOE_SESSION = 0x8864;
    static final int PROVIDER_VLAN = 0x88a8;
    static final int ERSPAN = 0x88be;
    static final int ERSPAN_III = 0x22eb;
    static final int I_TAG = 0x88e7;
    static final int FABRIC_PATH = 0x8903;
    static final int VN_TAG = 0x8926;
    static final int E_TAG = 0x893f;
    static final int LLDP = 0x88cc;
    static final int OLD_QINQ = 0x9100;
    static final int OLD_QINQ_2 = 0x9200;
    static final int OLD_QINQ_3 = 0x9300;
    static final int OTHER_VLAN = 0x8200;
    static final int TRILL = 0x22f3;
    static final int JUMBO_LLC = 0x8870;
    static final int MACSEC = 0x88e5;
    static final int CISCO_METADATA = 0x8909;
    static final int HSR = 0x892f;
    static final int NSH = 0x894f;
    static final int TTAG = 0x8988;
    static final int EDSA = 0xdada;
    static final int R_TAG = 0xf1c1;

    /** Above all ethertypes: frames of IEEE 802.11 without data, by type (bits 0-1) and subtype (bits 2-5). */
    static final int WIRELESS = 0x1_0000;

    /** Values up to this are the length of an IEEE 802.3 frame, which begins with LLC. */
    static final int LARGEST_LENGTH = 1500;

    private EtherType() {}

    static boolean isVlan(int type) {
        return switch (type) {
            case VLAN, PROVIDER_VLAN, OLD_QINQ, OLD_QINQ_2, OLD_QINQ_3, OTHER_VLAN -> true;
            default -> false;
        };
    }

    /** Number of bytes in a tag of this type before the next type; 0 if the type is not a tag. */
    static int tagBytes(int type) {
        return switch (type) {
            case VLAN, PROVIDER_VLAN, OLD_QINQ, OLD_QINQ_2, OLD_QINQ_3, OTHER_VLAN -> 2;
            case VN_TAG, HSR, R_TAG -> 4;
            case E_TAG, TTAG, EDSA -> 6;
            // Another pair of addresses follows these two.
            case FABRIC_PATH -> 2 + 12;
            case I_TAG -> 4 + 12;
            default -> 0;
        };
    }

    /** Whether an Ethernet frame inside another protocol is likely to have this type. */
    static boolean isUsual(int type) {
        return switch (type) {
            case IPV4, IPV6, ARP, MPLS, MPLS_UPSTREAM, PPPOE_SESSION, LLDP -> true;
            default -> isVlan(type);
        };
    }
}

package dev.periplus.decode;

/**
 * ICMP type and code in place of ports, as the Community ID specification (version 1, section on ICMP) maps them. For a
 * request or its reply, the ports are the type and its counterpart, so both directions form one flow; for all other
 * types they are type and code.
 */
final class IcmpPorts {
    private IcmpPorts() {}

    static void fill(Packet p, int type, int code) {
        int counterpart = p.protocol == Packet.ICMP ? ofIpv4(type) : ofIpv6(type);
        p.sourcePort = type;
        p.destinationPort = counterpart < 0 ? code : counterpart;
    }

    /** Echo, timestamp, information, router discovery and address mask (RFC 792, RFC 1256, RFC 950). */
    private static int ofIpv4(int type) {
        return switch (type) {
            case 0 -> 8;
            case 8 -> 0;
            case 9 -> 10;
            case 10 -> 9;
            case 13 -> 14;
            case 14 -> 13;
            case 15 -> 16;
            case 16 -> 15;
            case 17 -> 18;
            case 18 -> 17;
            default -> -1;
        };
    }

    /**
     * Echo, listeners, router and neighbour discovery, node information, home agents (RFC 4443, RFC 2710, RFC 4861, RFC
     * 4620, RFC 6275).
     */
    private static int ofIpv6(int type) {
        return switch (type) {
            case 128 -> 129;
            case 129 -> 128;
            case 130 -> 131;
            case 131 -> 130;
            case 133 -> 134;
            case 134 -> 133;
            case 135 -> 136;
            case 136 -> 135;
            case 139 -> 140;
            case 140 -> 139;
            case 144 -> 145;
            case 145 -> 144;
            default -> -1;
        };
    }
}

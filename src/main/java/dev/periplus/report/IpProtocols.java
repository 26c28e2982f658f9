package dev.periplus.report;

/** Names of IP protocols, as the IANA registry of protocol numbers spells them, in lower case. */
public final class IpProtocols {
    private IpProtocols() {}

    /** The name, {@code ip-NN} for a protocol that is seldom seen. */
    public static String name(int protocol) {
        return switch (protocol) {
            case 1 -> "icmp";
            case 2 -> "igmp";
            case 4 -> "ipv4";
            case 6 -> "tcp";
            case 8 -> "egp";
            case 17 -> "udp";
            case 33 -> "dccp";
            case 41 -> "ipv6";
            case 46 -> "rsvp";
            case 47 -> "gre";
            case 50 -> "esp";
            case 51 -> "ah";
            case 58 -> "ipv6-icmp";
            case 59 -> "ipv6-nonxt";
            case 88 -> "eigrp";
            case 89 -> "ospf";
            case 97 -> "etherip";
            case 103 -> "pim";
            case 112 -> "vrrp";
            case 115 -> "l2tp";
            case 132 -> "sctp";
            case 136 -> "udplite";
            case 137 -> "mpls-in-ip";
            default -> "ip-" + protocol;
        };
    }

    /** Whether flows of this protocol have ports. */
    public static boolean ported(int protocol) {
        return protocol == 6 || protocol == 17 || protocol == 132;
    }
}

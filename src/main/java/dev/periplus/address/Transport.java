package dev.periplus.address;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * IP protocols: their numbers, their names in lower case as the IANA protocol numbers registry spells them, and whether
 * they have ports.
 */
public final class Transport {
    /** The value for "none stated" where a transport is optional. */
    public static final int NONE = 0;

    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int DCCP = 33;
    public static final int ICMP6 = 58;
    public static final int SCTP = 132;

    /** Transports that IANA registers ports for, in listing order. */
    public static final List<Integer> REGISTERED = List.of(TCP, UDP, SCTP, DCCP);

    private static final Map<String, Integer> NUMBERS =
            IntStream.range(0, 256).boxed().collect(Collectors.toUnmodifiableMap(Transport::name, number -> number));

    private Transport() {}

    /** Returns the number of {@code tcp}, {@code udp}, {@code sctp} or {@code dccp}, otherwise -1. */
    public static int number(String name) {
        for (int protocol : REGISTERED) {
            if (name(protocol).equals(name)) {
                return protocol;
            }
        }
        return -1;
    }

    /** Returns the number of any {@link #name}, -1 if it is none. */
    public static int numberOfName(String name) {
        return NUMBERS.getOrDefault(name, -1);
    }

    /** Whether flows of this protocol have ports. Periplus does not read the ports of DCCP and UDP-Lite. */
    public static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP || protocol == SCTP;
    }

    /** Whether this is ICMP for either IP version. */
    public static boolean isIcmp(int protocol) {
        return protocol == ICMP || protocol == ICMP6;
    }

    /** Returns the name, or {@code ip-NN} for an uncommon protocol. */
    public static String name(int protocol) {
        return switch (protocol) {
            case ICMP -> "icmp";
            case 2 -> "igmp";
            case 4 -> "ipv4";
            case TCP -> "tcp";
            case 8 -> "egp";
            case UDP -> "udp";
            case DCCP -> "dccp";
            case 41 -> "ipv6";
            case 46 -> "rsvp";
            case 47 -> "gre";
            case 50 -> "esp";
            case 51 -> "ah";
            case ICMP6 -> "ipv6-icmp";
            case 59 -> "ipv6-nonxt";
            case 88 -> "eigrp";
            case 89 -> "ospf";
            case 97 -> "etherip";
            case 103 -> "pim";
            case 112 -> "vrrp";
            case 115 -> "l2tp";
            case SCTP -> "sctp";
            case 136 -> "udplite";
            case 137 -> "mpls-in-ip";
            default -> "ip-" + protocol;
        };
    }
}

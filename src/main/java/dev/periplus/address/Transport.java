package dev.periplus.address;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What carries the bytes of a flow, as a number and a name. Up to 255 it is an IP protocol, with the name in lower case
 * that the IANA protocol numbers registry has; above, what a frame without IP carries: an EtherType ({@code
 * ether:0x88cc}), the LLC service access point of the destination ({@code llc:0x42}, IEEE 802.2), or a protocol of an
 * organisation behind SNAP ({@code snap:0x00000c}, IEEE 802), which numbers its protocols as hosts number ports.
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

    private static final int IP_PROTOCOLS = 256;
    private static final int ETHER = 1 << 28;
    private static final int LLC = 2 << 28;
    private static final int SNAP = 3 << 28;
    private static final int KINDS = 0xf << 28;

    /** Smaller values of the field are the length of an IEEE 802.3 frame. */
    private static final int LEAST_ETHER_TYPE = 0x600;

    private Transport() {}

    /** How names are read, which most runs do not. */
    private static final class Names {
        private static final Pattern FRAMES =
                Pattern.compile("ether:0x([0-9a-f]{4})|llc:0x([0-9a-f]{2})|snap:0x([0-9a-f]{6})(?::0x([0-9a-f]{4}))?");
        private static final Pattern IP = Pattern.compile("ip:(\\d{1,3})");
        private static final Map<String, Integer> NUMBERS = IntStream.range(0, IP_PROTOCOLS)
                .boxed()
                .collect(Collectors.toUnmodifiableMap(Transport::name, number -> number));
    }

    /** Returns the number of {@code tcp}, {@code udp}, {@code sctp} or {@code dccp}, otherwise -1. */
    public static int number(String name) {
        for (int protocol : REGISTERED) {
            if (name(protocol).equals(name)) {
                return protocol;
            }
        }
        return -1;
    }

    /** Returns the number of any {@link #name(int, int)}, -1 if it is none. */
    public static int numberOfName(String name) {
        Matcher frame = Names.FRAMES.matcher(name);
        if (!frame.matches()) {
            return Names.NUMBERS.getOrDefault(name, -1);
        }
        if (frame.group(1) != null) {
            int type = hexadecimal(frame.group(1));
            return isEtherType(type) ? ofEtherType(type) : -1;
        }
        return frame.group(2) != null
                ? ofAccessPoint(hexadecimal(frame.group(2)))
                : ofOrganisation(hexadecimal(frame.group(3)));
    }

    /** Returns the protocol's number in {@code snap:0x00000c:0x2000}, 0 for any other name. */
    public static int protocolOfName(String name) {
        Matcher frame = Names.FRAMES.matcher(name);
        return frame.matches() && frame.group(4) != null ? hexadecimal(frame.group(4)) : 0;
    }

    /**
     * Returns the number that a rule states: {@code tcp}, {@code udp}, {@code sctp}, {@code dccp}, another IP protocol
     * as {@code ip:89}, or a frame without IP; -1 for anything else.
     */
    public static int numberInRule(String name) {
        Matcher ip = Names.IP.matcher(name);
        if (ip.matches()) {
            int protocol = Integer.parseInt(ip.group(1));
            return protocol < IP_PROTOCOLS && !REGISTERED.contains(protocol) ? protocol : -1;
        }
        Matcher frame = Names.FRAMES.matcher(name);
        boolean whole = frame.matches() && frame.group(4) == null;
        return whole ? numberOfName(name) : number(name);
    }

    /** Returns the name by which a rule states a number. */
    public static String nameInRule(int number) {
        return isFrame(number) || REGISTERED.contains(number) ? name(number) : "ip:" + number;
    }

    private static int hexadecimal(String digits) {
        return Integer.parseInt(digits, 16);
    }

    /** Whether this is an EtherType and not the length of a frame. */
    public static boolean isEtherType(int type) {
        return type >= LEAST_ETHER_TYPE;
    }

    /** The number of frames of this EtherType, 0x600 to 0xffff. */
    public static int ofEtherType(int type) {
        return ETHER | type;
    }

    /** The number of LLC frames to this service access point, 0 to 255. */
    public static int ofAccessPoint(int sap) {
        return LLC | sap;
    }

    /** The number of SNAP frames with a protocol of this organisation, 24 bits; the protocol stands for the port. */
    public static int ofOrganisation(int oui) {
        return SNAP | oui;
    }

    /** Whether this is what a frame without IP carries. */
    public static boolean isFrame(int number) {
        return number >= IP_PROTOCOLS;
    }

    /** Whether such frames are read as IP or as the frames that they tag, so that no flow has this transport. */
    public static boolean carriesIp(int number) {
        return switch (number) {
            case ETHER | 0x0800, ETHER | 0x86dd, ETHER | 0x8100, ETHER | 0x88a8 -> true;
            default -> false;
        };
    }

    /** Whether the protocols of an organisation stand for ports. */
    public static boolean isOrganisation(int number) {
        return number >= SNAP;
    }

    /** Whether flows of this protocol have ports. Periplus does not read the ports of DCCP and UDP-Lite. */
    public static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP || protocol == SCTP;
    }

    /** Whether this is ICMP for either IP version. */
    public static boolean isIcmp(int protocol) {
        return protocol == ICMP || protocol == ICMP6;
    }

    /** Returns the name of what a flow's port, or what stands for it, belongs to: {@code snap:0x00000c:0x2000}. */
    public static String name(int number, int port) {
        return isOrganisation(number) ? String.format(Locale.ROOT, "%s:0x%04x", name(number), port) : name(number);
    }

    /** Returns the name, or {@code ip-NN} for an uncommon protocol. */
    public static String name(int number) {
        return switch (number & KINDS) {
            case ETHER -> String.format(Locale.ROOT, "ether:0x%04x", number ^ ETHER);
            case LLC -> String.format(Locale.ROOT, "llc:0x%02x", number ^ LLC);
            case SNAP -> String.format(Locale.ROOT, "snap:0x%06x", number ^ SNAP);
            default -> ofIp(number);
        };
    }

    private static String ofIp(int protocol) {
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

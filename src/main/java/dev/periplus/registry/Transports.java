package dev.periplus.registry;

import java.util.Locale;

/**
 * The transports that have ports in the IANA registry, by IP protocol number. 0 stands for "none stated": the registry
 * holds ranges for which no transport was ever named.
 */
public final class Transports {
    public static final int NONE = 0;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int DCCP = 33;
    public static final int SCTP = 132;

    private Transports() {}

    /** The IP protocol number of {@code tcp}, {@code udp}, {@code sctp} or {@code dccp} in either case, else -1. */
    public static int number(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "tcp" -> TCP;
            case "udp" -> UDP;
            case "sctp" -> SCTP;
            case "dccp" -> DCCP;
            default -> -1;
        };
    }

    /** The lower-case name of an IP protocol number, {@code -} for one without ports. */
    public static String name(int protocol) {
        return switch (protocol) {
            case TCP -> "tcp";
            case UDP -> "udp";
            case SCTP -> "sctp";
            case DCCP -> "dccp";
            default -> "-";
        };
    }

    /** Whether it has ports. */
    public static boolean hasPorts(int protocol) {
        return !name(protocol).equals("-");
    }
}

package dev.periplus.decode;

/** Why bytes of a packet were not decoded, or not as a whole. */
public enum DecodeLoss {
    SHORT_LINK_HEADER("malformed.short-link-header"),
    LINK_HEADER("malformed.link-header"),
    IP_VERSION("malformed.ip-version"),
    SHORT_IP_HEADER("malformed.short-ip-header"),
    IP_HEADER_LENGTH("malformed.ip-header-length"),
    IP_TOTAL_LENGTH("malformed.ip-total-length"),
    IP_EXTENSION("malformed.ip-extension-header"),
    FRAGMENT_LENGTH("malformed.fragment-length"),
    FRAGMENT_BEYOND("malformed.fragment-beyond-64k"),
    TCP_HEADER("malformed.tcp-header-length"),
    UDP_LENGTH("malformed.udp-length"),
    SHORT_TRANSPORT("malformed.short-transport-header"),
    SCTP_CHUNK("malformed.sctp-chunk-length"),
    GRE_HEADER("malformed.gre-header"),
    ERSPAN_HEADER("malformed.erspan-header"),
    /** An IEEE 802.11 data frame whose body is encrypted. */
    ENCRYPTED_WIRELESS("encrypted-802.11"),
    /** A tunnel inside too many tunnels: not opened. */
    NESTING("nesting-too-deep"),
    /** IPv6 datagrams dropped because fragments overlap (RFC 5722), IPv4 fragments that contradict earlier ones. */
    FRAGMENT_OVERLAP("fragments.overlapping"),
    /** Datagrams that stayed unfinished for too long. */
    FRAGMENT_EXPIRED("fragments.expired"),
    /** Unfinished datagrams dropped to stay within bounds. */
    FRAGMENT_EVICTED("fragments.evicted"),
    /** Datagrams unfinished when the capture ended. */
    FRAGMENT_UNFINISHED("fragments.unfinished");

    private final String id;

    DecodeLoss(String id) {
        this.id = id;
    }

    /** Name of the counter; those of bad headers begin with {@code malformed.}. */
    public String id() {
        return id;
    }

    public boolean malformed() {
        return id.startsWith("malformed.");
    }
}

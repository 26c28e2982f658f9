package dev.periplus.decode;

/** Why bytes of a packet were not decoded, or not as a whole. */
public enum DecodeLoss {
    SHORT_LINK_HEADER("short-link-header"),
    LINK_HEADER("link-header"),
    IP_VERSION("ip-version"),
    SHORT_IP_HEADER("short-ip-header"),
    IP_HEADER_LENGTH("ip-header-length"),
    IP_TOTAL_LENGTH("ip-total-length"),
    IP_EXTENSION("ip-extension-header"),
    FRAGMENT_LENGTH("fragment-length"),
    FRAGMENT_BEYOND("fragment-beyond-64k"),
    TCP_HEADER("tcp-header-length"),
    UDP_LENGTH("udp-length"),
    SHORT_TRANSPORT("short-transport-header"),
    SCTP_CHUNK("sctp-chunk-length"),
    GRE_HEADER("gre-header"),
    ERSPAN_HEADER("erspan-header"),
    /** An IEEE 802.11 data frame whose body is encrypted. */
    ENCRYPTED_WIRELESS,
    /** A tunnel inside too many tunnels: not opened. */
    NESTING,
    /** IPv6 datagrams dropped because fragments overlap (RFC 5722), IPv4 fragments that contradict earlier ones. */
    FRAGMENT_OVERLAP,
    /** Datagrams that stayed unfinished for too long. */
    FRAGMENT_EXPIRED,
    /** Unfinished datagrams dropped to stay within bounds. */
    FRAGMENT_EVICTED,
    /** Datagrams unfinished when the capture ended. */
    FRAGMENT_UNFINISHED;

    private final String header;

    DecodeLoss() {
        this("");
    }

    DecodeLoss(String header) {
        this.header = header;
    }

    /** What is wrong with a malformed header, such as {@code udp-length}; empty for other losses. */
    public String header() {
        return header;
    }
}

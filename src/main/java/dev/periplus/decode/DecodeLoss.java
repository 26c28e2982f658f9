package dev.periplus.decode;

/** Why a packet was not decoded, or decoded only in part. */
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
    /** A tunnel nested too deeply to be opened. */
    NESTING,
    /**
     * IPv6 datagrams dropped because their fragments overlap (RFC 5722), and IPv4 fragments that contradict earlier
     * ones.
     */
    FRAGMENT_OVERLAP,
    /** Datagrams still incomplete when their time ran out. */
    FRAGMENT_EXPIRED,
    /** Incomplete datagrams evicted to stay within the bounds. */
    FRAGMENT_EVICTED,
    /** Datagrams incomplete at the end of the capture. */
    FRAGMENT_UNFINISHED;

    private final String header;

    DecodeLoss() {
        this("");
    }

    DecodeLoss(String header) {
        this.header = header;
    }

    /** The fault in a malformed header, such as {@code udp-length}; empty for other losses. */
    public String header() {
        return header;
    }
}

package dev.periplus.decode;

/** Supported link types, with the LINKTYPE numbers and names of tcpdump.org/linktypes.html. */
public final class LinkType {
    /** No link layer: what was found stands by itself. */
    static final int NONE = -1;

    static final int NULL = 0;
    static final int ETHERNET = 1;
    static final int IEEE_802_5 = 6;
    static final int PPP = 9;
    static final int FDDI = 10;
    static final int PPP_HDLC = 50;
    static final int PPP_ETHER = 51;
    static final int ATM_RFC1483 = 100;
    static final int RAW = 101;
    static final int C_HDLC = 104;
    static final int IEEE_802_11 = 105;
    static final int FRELAY = 107;
    static final int LOOP = 108;
    static final int ENC = 109;
    static final int LINUX_SLL = 113;
    static final int PFLOG = 117;
    static final int IEEE_802_11_PRISM = 119;
    static final int IP_OVER_FC = 122;
    static final int IEEE_802_11_RADIOTAP = 127;
    /** For anybody's use; old macOS wrote {@link #PKTAP} with it. */
    static final int USER_2 = 149;

    static final int IEEE_802_11_AVS = 163;
    static final int PPP_PPPD = 166;
    static final int PPI = 192;
    static final int PPP_WITH_DIR = 204;
    static final int ERF = 197;
    static final int IPV4 = 228;
    static final int IPV6 = 229;
    static final int NFLOG = 239;
    static final int IPOIB = 242;
    static final int PKTAP = 258;
    static final int LINUX_SLL2 = 276;

    /** DLT numbers written in place of {@link #RAW}: by most systems, and by OpenBSD. */
    static final int DLT_RAW = 12;

    static final int DLT_RAW_OPENBSD = 14;

    private LinkType() {}

    /** Whether frames of this link type can be decoded. */
    public static boolean isRead(int linkType) {
        return switch (linkType) {
            case NULL, ETHERNET, IEEE_802_5, PPP, FDDI, DLT_RAW, DLT_RAW_OPENBSD, PPP_HDLC, PPP_ETHER, ATM_RFC1483 ->
                true;
            case RAW, C_HDLC, IEEE_802_11, FRELAY, LOOP, ENC, LINUX_SLL, PFLOG, IEEE_802_11_PRISM, IP_OVER_FC -> true;
            case IEEE_802_11_RADIOTAP, USER_2, IEEE_802_11_AVS, PPP_PPPD, PPI, ERF, PPP_WITH_DIR -> true;
            case IPV4, IPV6, NFLOG, IPOIB, PKTAP, LINUX_SLL2 -> true;
            default -> false;
        };
    }
}

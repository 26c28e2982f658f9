package dev.periplus.capture;

/** Converts link type numbers: LINKTYPE in files, DLT in libpcap. See tcpdump.org/linktypes.html. */
final class LinkTypes {
    static final int NULL = 0;
    static final int ETHERNET = 1;
    static final int PPP = 9;
    static final int RAW = 101;
    static final int IEEE_802_11 = 105;
    static final int LINUX_SLL = 113;
    static final int IEEE_802_11_RADIOTAP = 127;

    private static final int ATM_RFC1483 = 100;
    private static final int SLIP_BSDOS = 102;
    private static final int PPP_BSDOS = 103;
    private static final int ATM_CLIP = 106;

    // DLT numbers that differ from LINKTYPE numbers; raw IP has another one on OpenBSD.
    private static final int DLT_ATM_RFC1483 = 11;
    private static final int DLT_RAW = 12;
    private static final int DLT_RAW_OPENBSD = 14;
    private static final int DLT_SLIP_BSDOS = 15;
    private static final int DLT_PPP_BSDOS = 16;
    private static final int DLT_ATM_CLIP = 19;

    private LinkTypes() {}

    /** Returns the LINKTYPE in a pcap file header, without the bits that describe frame check sequences. */
    static int ofPcap(int field) {
        return normal(field & 0x03ffffff);
    }

    /** Normalises raw IP, for which some systems write their own numbers into files. */
    static int normal(int linkType) {
        return linkType == DLT_RAW || linkType == DLT_RAW_OPENBSD ? RAW : linkType;
    }

    /** Returns the LINKTYPE number for a DLT number of this system. */
    static int ofDlt(int dlt) {
        return switch (dlt) {
            case DLT_ATM_RFC1483 -> ATM_RFC1483;
            case DLT_SLIP_BSDOS -> SLIP_BSDOS;
            case DLT_PPP_BSDOS -> PPP_BSDOS;
            case DLT_ATM_CLIP -> ATM_CLIP;
            default -> normal(dlt);
        };
    }

    /** Returns the DLT number that libpcap uses on most systems for a LINKTYPE number. */
    static int dlt(int linkType) {
        return switch (linkType) {
            case ATM_RFC1483 -> DLT_ATM_RFC1483;
            case RAW -> DLT_RAW;
            case SLIP_BSDOS -> DLT_SLIP_BSDOS;
            case PPP_BSDOS -> DLT_PPP_BSDOS;
            case ATM_CLIP -> DLT_ATM_CLIP;
            default -> linkType;
        };
    }
}

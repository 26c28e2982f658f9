package dev.periplus.capture;

/** Numbers of link types: the two series that the files and libpcap use. See the tcpdump group's list of link types. */
final class LinkTypes {
    private static final int RAW = 101;

    private LinkTypes() {}

    /** The LINKTYPE of a pcap file header: without the bits that tell of frame check sequences. */
    static int ofPcap(int field) {
        return normal(field & 0x03ffffff);
    }

    /** Some systems write their own numbers for raw IP into files. */
    static int normal(int linkType) {
        return linkType == 12 || linkType == 14 ? RAW : linkType;
    }

    /** The LINKTYPE number of a DLT number of this system. */
    static int ofDlt(int dlt) {
        return switch (dlt) {
            case 11 -> 100;
            case 15 -> 102;
            case 16 -> 103;
            case 19 -> 106;
            default -> normal(dlt);
        };
    }

    /** The DLT number that libpcap uses on most systems for a LINKTYPE number. */
    static int dlt(int linkType) {
        return switch (linkType) {
            case 100 -> 11;
            case RAW -> 12;
            case 102 -> 15;
            case 103 -> 16;
            case 106 -> 19;
            default -> linkType;
        };
    }
}

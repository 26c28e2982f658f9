package dev.periplus.decode;

import static dev.periplus.decode.Octets.i32;
import static dev.periplus.decode.Octets.i32le;
import static dev.periplus.decode.Octets.u16le;
import static dev.periplus.decode.Octets.u8;

/**
 * IEEE 802.11 data frames (IEEE 802.11-2020 section 9.3.2), bare or after a radiotap, Prism, AVS or PPI header. Of an
 * aggregate (A-MSDU) it finds the first frame; {@link Aggregate} has the others. Management and control frames count by their kind,
 * all fragments but the first as not IP; a protected body counts as encrypted unless it begins with a plain SNAP header.
 */
final class Wireless {
    private static final int AVS_MAGIC = 0x80211;

    private static final int BODY_PADDED = 0x20;
    private static final int NULL_DATA = 0x40;
    private static final int QOS = 0x80;
    private static final int PROTECTED = 0x40;
    private static final int ORDER = 0x80;
    private static final int AGGREGATE = 0x80;
    private static final int SNAP = 0xaaaa0300;

    private Wireless() {}

    static boolean isWireless(int linkType) {
        return switch (linkType) {
            case LinkType.IEEE_802_11,
                    LinkType.IEEE_802_11_PRISM,
                    LinkType.IEEE_802_11_RADIOTAP,
                    LinkType.IEEE_802_11_AVS,
                    LinkType.PPI -> true;
            default -> false;
        };
    }

    static long find(byte[] bytes, int at, int limit, int linkType) {
        if (linkType == LinkType.PPI) {
            return perPacketInformation(bytes, at, limit);
        }
        long start = start(bytes, at, limit, linkType);
        return start < 0 ? start : frame(bytes, (int) (start >> 1), limit, (start & 1) != 0);
    }

    /** Where the frame begins, times 2, plus 1 if its header is padded to 4 bytes; or a negative {@link Found}. */
    static long start(byte[] bytes, int at, int limit, int linkType) {
        return switch (linkType) {
            case LinkType.IEEE_802_11 -> 2L * at;
            case LinkType.IEEE_802_11_PRISM -> prism(bytes, at, limit);
            case LinkType.IEEE_802_11_RADIOTAP -> radiotap(bytes, at, limit);
            case LinkType.IEEE_802_11_AVS -> behind(at, limit, limit - at < 8 ? -1 : i32(bytes, at + 4), 64);
            case LinkType.PPI -> ofInformation(bytes, at, limit);
            default -> Found.UNSUPPORTED;
        };
    }

    private static long ofInformation(byte[] bytes, int at, int limit) {
        boolean bare = limit - at >= 8 && i32le(bytes, at + 4) == LinkType.IEEE_802_11;
        int header = bare ? u16le(bytes, at + 2) : 0;
        return header >= 8 && header <= limit - at ? 2L * (at + header) : Found.UNSUPPORTED;
    }

    /** Where the first frame of an aggregate begins; -1 if this is none, or its frames cannot be read. */
    static int aggregate(byte[] bytes, int first, int limit, int linkType) {
        long start = start(bytes, first, limit, linkType);
        int at = (int) (start >> 1);
        if (start < 0 || limit - at < 2 || (u8(bytes, at) & 0x8f) != (QOS | 8) || (bytes[at] & NULL_DATA) != 0) {
            return -1;
        }
        int flags = u8(bytes, at + 1);
        int body = at + headerLength(u8(bytes, at), flags, (start & 1) != 0);
        if (limit - body < Ethernet.HEADER || (u16le(bytes, at + 22) & 0xf) != 0) {
            return -1;
        }
        boolean plain = i32(bytes, body) >>> 8 == SNAP >>> 8;
        return !plain && (flags & PROTECTED) == 0 && isAggregate(bytes, at) ? body : -1;
    }

    static boolean isAggregate(byte[] bytes, int at) {
        int quality = at + ((u8(bytes, at + 1) & 3) == 3 ? 30 : 24);
        return (u8(bytes, at) & QOS) != 0 && (u8(bytes, quality) & AGGREGATE) != 0;
    }

    private static long behind(int at, int limit, int header, int least) {
        if (header > limit - at || limit - at < least) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        return header < least ? Found.lost(DecodeLoss.LINK_HEADER) : 2L * (at + header);
    }

    /**
     * Finds IP after a Prism header, which is in the byte order of the capturing machine; some captures use its link
     * type for AVS too.
     */
    private static long prism(byte[] bytes, int at, int limit) {
        if (limit - at < 8) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        int length = i32(bytes, at + 4);
        boolean swapped = i32(bytes, at) >>> 12 != AVS_MAGIC && length >>> 16 != 0;
        return behind(at, limit, swapped ? Integer.reverseBytes(length) : length, 24);
    }

    /** Finds IP after a PPI header: version, flags, length, link type of the payload. */
    private static long perPacketInformation(byte[] bytes, int at, int limit) {
        if (limit - at < 8) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        int header = u16le(bytes, at + 2);
        int linkType = i32le(bytes, at + 4);
        if (header < 8) {
            return Found.lost(DecodeLoss.LINK_HEADER);
        }
        if (header > limit - at) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        return switch (linkType) {
            case LinkType.IEEE_802_11_PRISM,
                    LinkType.IEEE_802_11_RADIOTAP,
                    LinkType.IEEE_802_11_AVS,
                    LinkType.PPI,
                    LinkType.PKTAP,
                    LinkType.USER_2 -> Found.UNSUPPORTED;
            default -> LinkLayer.find(bytes, at + header, limit, linkType);
        };
    }

    private static long radiotap(byte[] bytes, int at, int limit) {
        if (limit - at < 8) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        int header = u16le(bytes, at + 2);
        if (bytes[at] != 0 || header < 8) {
            return Found.lost(DecodeLoss.LINK_HEADER);
        }
        if (header > limit - at) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        boolean padded = (flags(bytes, at, at + header) & BODY_PADDED) != 0;
        return 2L * (at + header) + (padded ? 1 : 0);
    }

    /** The radiotap flags field, which follows the presence words and, if present, the 8-byte aligned timer. */
    private static int flags(byte[] bytes, int at, int end) {
        int present = i32le(bytes, at + 4);
        int field = at + 8;
        for (int word = present; word < 0 && end - field >= 4; field += 4) {
            word = i32le(bytes, field);
        }
        if ((present & 1) != 0) {
            field = at + (field - at + 7 & ~7) + 8;
        }
        return (present & 2) != 0 && field < end ? u8(bytes, field) : 0;
    }

    private static long frame(byte[] bytes, int at, int limit, boolean padded) {
        if (limit - at < 2) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        int control = u8(bytes, at);
        if ((control & 3) != 0) {
            return Found.lost(DecodeLoss.LINK_HEADER);
        }
        if ((control & 0xc) != 8 || (control & NULL_DATA) != 0) {
            return Found.other(EtherType.WIRELESS | control >> 2);
        }
        int header = headerLength(control, u8(bytes, at + 1), padded);
        if (limit - at < header + 4) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        return body(bytes, at, at + header, limit);
    }

    static int headerLength(int control, int flags, boolean padded) {
        int length = (flags & 3) == 3 ? 30 : 24;
        if ((control & QOS) != 0) {
            length += 2 + ((flags & ORDER) != 0 ? 4 : 0);
        }
        return padded ? length + 3 & ~3 : length;
    }

    /** Whether LLC with SNAP begins here, so that the body is neither encrypted nor an aggregate. */
    static boolean isPlain(byte[] bytes, int body) {
        return i32(bytes, body) >>> 8 == SNAP >>> 8;
    }

    private static long body(byte[] bytes, int at, int body, int limit) {
        int flags = u8(bytes, at + 1);
        boolean plain = i32(bytes, body) >>> 8 == SNAP >>> 8;
        if ((flags & PROTECTED) != 0 && !plain) {
            return Found.lost(DecodeLoss.ENCRYPTED_WIRELESS);
        }
        if ((u16le(bytes, at + 22) & 0xf) != 0) {
            return Found.NOT_IP;
        }
        return isAggregate(bytes, at) && !plain
                ? Ethernet.logicalLink(bytes, body + 14, limit)
                : Ethernet.logicalLink(bytes, body, limit);
    }
}

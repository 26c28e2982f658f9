package dev.periplus.decode;

import static dev.periplus.decode.Octets.i32;
import static dev.periplus.decode.Octets.i32le;
import static dev.periplus.decode.Octets.u16le;
import static dev.periplus.decode.Octets.u8;

/**
 * IEEE 802.11 data frames (IEEE 802.11-2020 section 9.3.2), bare or after a radiotap, Prism, AVS or PPI header. Reads
 * the first frame of an aggregate (A-MSDU). Management and control frames, and all fragments but the first, count as
 * not IP; a protected body counts as encrypted unless it begins with a plain SNAP header.
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

    static long find(byte[] bytes, int at, int limit, int linkType) {
        return switch (linkType) {
            case LinkType.IEEE_802_11 -> frame(bytes, at, limit, false);
            case LinkType.IEEE_802_11_PRISM -> prism(bytes, at, limit);
            case LinkType.IEEE_802_11_RADIOTAP -> radiotap(bytes, at, limit);
            case LinkType.IEEE_802_11_AVS -> behind(bytes, at, limit, limit - at < 8 ? -1 : i32(bytes, at + 4), 64);
            default -> perPacketInformation(bytes, at, limit);
        };
    }

    private static long behind(byte[] bytes, int at, int limit, int header, int least) {
        if (header > limit - at || limit - at < least) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        return header < least ? Found.lost(DecodeLoss.LINK_HEADER) : frame(bytes, at + header, limit, false);
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
        return behind(bytes, at, limit, swapped ? Integer.reverseBytes(length) : length, 24);
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
            case LinkType.IEEE_802_11_PRISM, LinkType.IEEE_802_11_RADIOTAP, LinkType.IEEE_802_11_AVS, LinkType.PPI ->
                Found.UNSUPPORTED;
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
        return frame(bytes, at + header, limit, (flags(bytes, at, at + header) & BODY_PADDED) != 0);
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
            return Found.NOT_IP;
        }
        int header = headerLength(control, u8(bytes, at + 1), padded);
        if (limit - at < header + 4) {
            return Found.lost(DecodeLoss.SHORT_LINK_HEADER);
        }
        return body(bytes, at, at + header, limit);
    }

    private static int headerLength(int control, int flags, boolean padded) {
        int length = (flags & 3) == 3 ? 30 : 24;
        if ((control & QOS) != 0) {
            length += 2 + ((flags & ORDER) != 0 ? 4 : 0);
        }
        return padded ? length + 3 & ~3 : length;
    }

    private static long body(byte[] bytes, int at, int body, int limit) {
        int control = u8(bytes, at);
        int flags = u8(bytes, at + 1);
        boolean plain = i32(bytes, body) >>> 8 == SNAP >>> 8;
        if ((flags & PROTECTED) != 0 && !plain) {
            return Found.lost(DecodeLoss.ENCRYPTED_WIRELESS);
        }
        if ((u16le(bytes, at + 22) & 0xf) != 0) {
            return Found.NOT_IP;
        }
        int quality = at + ((flags & 3) == 3 ? 30 : 24);
        boolean aggregate = (control & QOS) != 0 && (u8(bytes, quality) & AGGREGATE) != 0;
        return aggregate && !plain
                ? Ethernet.logicalLink(bytes, body + 14, limit)
                : Ethernet.logicalLink(bytes, body, limit);
    }
}

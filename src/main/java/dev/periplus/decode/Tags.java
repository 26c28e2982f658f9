package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/**
 * Headers of variable length between Ethernet and IP: MACsec that only authenticates (IEEE 802.1AE section 9), Cisco
 * metadata with a security group, TRILL (RFC 6325 section 3) and the network service header (RFC 8300 section 2).
 */
final class Tags {
    private static final int MACSEC_ENCRYPTED = 0x08;
    private static final int MACSEC_CHANGED = 0x04;
    private static final int MACSEC_CHANNEL = 0x20;
    private static final int MACSEC_VERSION = 0x80;
    private static final int MACSEC_TAG = 6;
    private static final int CHANNEL_IDENTIFIER = 8;

    private static final int METADATA_HEAD = 2;
    private static final int TRILL_HEADER = 6;
    private static final int ADDRESSES = 12;

    private static final int NSH_BASE = 8;
    private static final int NSH_IPV4 = 1;
    private static final int NSH_IPV6 = 2;
    private static final int NSH_ETHERNET = 3;
    private static final int NSH_NSH = 4;
    private static final int NSH_MPLS = 5;

    private Tags() {}

    /** Type and offset of the next header as {@link Ethernet#next} packs them, or a negative {@link Found}. */
    static long step(byte[] bytes, int type, int at, int limit) {
        return switch (type) {
            case EtherType.MACSEC -> authenticated(bytes, at, limit);
            case EtherType.CISCO_METADATA ->
                limit - at < 2
                        ? Ethernet.tooShort()
                        : behind(bytes, at, METADATA_HEAD + (Math.max(1, u8(bytes, at + 1)) << 2), limit);
            case EtherType.TRILL ->
                limit - at < 2
                        ? Ethernet.tooShort()
                        : behind(bytes, at, TRILL_HEADER + trillOptions(bytes, at) + ADDRESSES, limit);
            case EtherType.NSH -> service(bytes, at, limit);
            default -> Found.other(type);
        };
    }

    /** Reads the type that follows this many bytes. */
    private static long behind(byte[] bytes, int at, int header, int limit) {
        return limit - at < header + 2 ? Ethernet.tooShort() : Ethernet.next(u16(bytes, at + header), at + header + 2);
    }

    private static long authenticated(byte[] bytes, int at, int limit) {
        if (limit - at < MACSEC_TAG) {
            return Ethernet.tooShort();
        }
        int control = u8(bytes, at);
        if ((control & (MACSEC_VERSION | MACSEC_ENCRYPTED | MACSEC_CHANGED)) != 0) {
            return Found.other(EtherType.MACSEC);
        }
        return behind(bytes, at, MACSEC_TAG + ((control & MACSEC_CHANNEL) != 0 ? CHANNEL_IDENTIFIER : 0), limit);
    }

    /** Length of the options, which the low 5 bits before the hop count give in units of 4 bytes. */
    private static int trillOptions(byte[] bytes, int at) {
        return (u16(bytes, at) >> 6 & 0x1f) << 2;
    }

    /** Reads the base header of an NSH: version and flags, length in units of 4 bytes, metadata type, next protocol. */
    private static long service(byte[] bytes, int at, int limit) {
        if (limit - at < NSH_BASE) {
            return Ethernet.tooShort();
        }
        int header = (bytes[at + 1] & 0x3f) << 2;
        if (u8(bytes, at) >> 6 != 0 || header < NSH_BASE) {
            return Found.other(EtherType.NSH);
        }
        int inner = at + header;
        return switch (u8(bytes, at + 3)) {
            case NSH_IPV4 -> Ethernet.next(EtherType.IPV4, inner);
            case NSH_IPV6 -> Ethernet.next(EtherType.IPV6, inner);
            case NSH_NSH -> Ethernet.next(EtherType.NSH, inner);
            case NSH_MPLS -> Ethernet.next(EtherType.MPLS, inner);
            case NSH_ETHERNET -> behind(bytes, inner, ADDRESSES, limit);
            default -> Found.other(EtherType.NSH);
        };
    }
}

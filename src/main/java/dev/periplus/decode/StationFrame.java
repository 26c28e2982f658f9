package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u24;
import static dev.periplus.decode.Octets.u32;
import static dev.periplus.decode.Octets.u8;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;

/**
 * Frames without IP: who sent what to whom. Stations stand for hosts; what follows the tags is an EtherType, an LLC
 * service access point or a protocol behind SNAP (IEEE 802, IEEE 802.2), see {@link Transport}. Knows the link types
 * that give stations: Ethernet, IEEE 802.11, and cooked captures of Ethernet, which give the sender only.
 */
final class StationFrame {
    private static final int ARPHRD_ETHER = 1;
    private static final int STATION_BYTES = 6;
    private static final int COOKED_BROADCAST = 1;
    private static final int SNAP = 0xaaaa;
    private static final int NOVELL_RAW = 0xffff;
    private static final int UNNUMBERED = 3;
    private static final int INDIVIDUAL = 0xfe;
    private static final int WIRELESS_HEADER = 24;
    private static final int WIRELESS_KIND = 0x4c;
    private static final int WIRELESS_DATA = 0x08;
    private static final int PLACE_BITS = 20;
    private static final int PLACE = (1 << PLACE_BITS) - 1;
    private static final long NONE = -1;
    private static final long BROADCAST = 0xffff_ffff_ffffL;

    private StationFrame() {}

    /**
     * Fills in the packet from a frame in which the link layer found no IP.
     *
     * @param length bytes of the frame on the wire
     * @return false if the frame has no stations, or nothing that tells its protocol
     */
    static boolean read(Packet p, int at, int limit, int length, int linkType) {
        long places = places(p.bytes, at, limit, linkType);
        if (places < 0) {
            return false;
        }
        p.ipVersion = 0;
        p.sourceHigh = Address.STATION;
        p.sourceLow = source(p.bytes, at, places);
        p.destinationHigh = Address.STATION;
        p.destinationLow = destination(p.bytes, at, places, linkType);
        p.sourcePort = 0;
        p.destinationPort = 0;
        p.payloadIdentifier = 0;
        p.inspectedHeader = 0;
        p.tcpFlags = 0;
        p.headerOffset = -1;
        p.transportOffset = -1;
        p.ipLength = length;
        int payload = at + (int) (places & PLACE);
        return untagged(p, type(p.bytes, at, linkType), payload, limit, at + length);
    }

    /** A hash of both stations, the same in both directions; 0 if there are none. */
    static long hash(byte[] bytes, int at, int limit, int linkType) {
        long places = places(bytes, at, limit, linkType);
        return places < 0
                ? 0
                : AddressPair.hash(
                        Address.STATION,
                        source(bytes, at, places),
                        Address.STATION,
                        destination(bytes, at, places, linkType));
    }

    /** Where sender, receiver and what follows them are, counted from the frame's beginning; -1 if there are no stations. */
    private static long places(byte[] bytes, int at, int limit, int linkType) {
        int left = limit - at;
        return switch (linkType) {
            case LinkType.ETHERNET -> left < Ethernet.HEADER ? NONE : places(6, 0, Ethernet.HEADER);
            case LinkType.LINUX_SLL ->
                left >= 16 && isCooked(u16(bytes, at + 2), u16(bytes, at + 4), u16(bytes, at + 14))
                        ? places(6, 0, 16)
                        : NONE;
            case LinkType.LINUX_SLL2 ->
                left >= 20 && isCooked(u16(bytes, at + 8), u8(bytes, at + 11), u16(bytes, at))
                        ? places(12, 0, 20)
                        : NONE;
            default -> wireless(bytes, at, limit, linkType);
        };
    }

    private static long places(int source, int destination, int payload) {
        return ((long) source << PLACE_BITS | destination) << PLACE_BITS | payload;
    }

    private static boolean isCooked(int hardware, int length, int type) {
        boolean typed = type == LinkLayer.COOKED_LLC || Transport.isEtherType(type);
        return hardware == ARPHRD_ETHER && length == STATION_BYTES && typed;
    }

    /** Data frames of IEEE 802.11 (IEEE 802.11-2020 section 9.3.2.1): the stations by whether a hub sends or receives. */
    private static long wireless(byte[] bytes, int from, int limit, int linkType) {
        long start = Wireless.start(bytes, from, limit, linkType);
        int at = (int) (start >> 1);
        if (start < 0 || limit - at < WIRELESS_HEADER || (u8(bytes, at) & WIRELESS_KIND) != WIRELESS_DATA) {
            return NONE;
        }
        int flags = u8(bytes, at + 1);
        int before = at - from;
        int body = Wireless.headerLength(u8(bytes, at), flags, (start & 1) != 0);
        if (limit - at < body + 4 || (u8(bytes, at + 22) & 0xf) != 0) {
            return NONE;
        }
        if (Wireless.isAggregate(bytes, at) && !Wireless.isPlain(bytes, at + body)) {
            int frame = before + body;
            return limit - at < body + Ethernet.HEADER ? NONE : places(frame + 6, frame, frame + Ethernet.HEADER);
        }
        boolean toHub = (flags & 1) != 0;
        boolean fromHub = (flags & 2) != 0;
        int source = !fromHub ? 10 : toHub ? 24 : 16;
        return places(before + source, before + (toHub ? 16 : 4), before + body);
    }

    private static long source(byte[] bytes, int at, long places) {
        return station(bytes, at + (int) (places >> 2 * PLACE_BITS));
    }

    /** The receiver. Of it, a cooked frame says only whether all are meant; if not, it is 0. */
    private static long destination(byte[] bytes, int at, long places, int linkType) {
        return switch (linkType) {
            case LinkType.LINUX_SLL -> u16(bytes, at) == COOKED_BROADCAST ? BROADCAST : 0;
            case LinkType.LINUX_SLL2 -> u8(bytes, at + 10) == COOKED_BROADCAST ? BROADCAST : 0;
            default -> station(bytes, at + (int) (places >> PLACE_BITS & PLACE));
        };
    }

    /** EtherType or length; 0 if LLC follows. */
    private static int type(byte[] bytes, int at, int linkType) {
        int type = switch (linkType) {
            case LinkType.ETHERNET -> u16(bytes, at + 12);
            case LinkType.LINUX_SLL -> u16(bytes, at + 14);
            case LinkType.LINUX_SLL2 -> u16(bytes, at);
            default -> 0;
        };
        return linkType != LinkType.ETHERNET && type == LinkLayer.COOKED_LLC ? 0 : type;
    }

    private static long station(byte[] bytes, int at) {
        return (long) u16(bytes, at) << Integer.SIZE | u32(bytes, at + 2);
    }

    /** Reads past tags, as far as the link layer could. */
    private static boolean untagged(Packet p, int firstType, int firstAt, int limit, int end) {
        int type = firstType;
        int at = firstAt;
        for (long next = Ethernet.step(p.bytes, type, at, limit);
                next >= 0;
                next = Ethernet.step(p.bytes, type, at, limit)) {
            if (EtherType.isVlan(type)) {
                p.vlan = Ethernet.tagged(p.vlan, u16(p.bytes, at) & 0xfff);
            }
            type = (int) (next >>> Integer.SIZE);
            at = (int) next;
        }
        if (type <= EtherType.LARGEST_LENGTH) {
            return logicalLink(p, at, limit, type > 0 ? Math.min(end, at + type) : end);
        }
        p.protocol = Transport.ofEtherType(type);
        payload(p, at, limit, end);
        return Transport.isEtherType(type);
    }

    /** Reads LLC; {@code end} is where the frame's data ends by its length, before any padding. */
    private static boolean logicalLink(Packet p, int at, int limit, int end) {
        if (Math.min(limit, end) - at < 3) {
            return false;
        }
        int access = u16(p.bytes, at);
        int control = u8(p.bytes, at + 2);
        if (access == SNAP && control == UNNUMBERED && limit - at >= 8) {
            p.protocol = Transport.ofOrganisation(u24(p.bytes, at + 3));
            p.sourcePort = u16(p.bytes, at + 6);
            p.destinationPort = p.sourcePort;
            payload(p, at + 8, limit, end);
        } else if (access == NOVELL_RAW) {
            // IPX without LLC: its checksum, which is not used, stands in the place of the service access points.
            p.protocol = Transport.ofAccessPoint(access & 0xff);
            payload(p, at, limit, end);
        } else {
            p.protocol = Transport.ofAccessPoint(access >> Byte.SIZE & INDIVIDUAL);
            payload(p, at + ((control & UNNUMBERED) == UNNUMBERED ? 3 : 4), limit, end);
        }
        return true;
    }

    private static void payload(Packet p, int at, int limit, int end) {
        p.payloadOffset = Math.min(at, limit);
        p.payloadLength = Math.max(0, end - at);
        p.payloadCaptured = Math.min(p.payloadLength, Math.max(0, limit - at));
    }
}

package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;

/**
 * The frames of an IEEE 802.11 aggregate (A-MSDU, IEEE 802.11-2020 section 9.3.2.2.2). Each may belong to other hosts, so
 * each is passed on as a packet of its own, with the bytes and the number of the whole frame: its place in the aggregate is
 * in the upper bits of the link type, which no file can set.
 */
public final class Aggregate {
    private static final int PLACE = 26;
    private static final int MOST = 63;
    private static final int ADDRESSES = 12;

    private Aggregate() {}

    /** Number of frames in an aggregate besides the first; 0 for any other frame. At most 63 are read. */
    public static int further(byte[] bytes, int offset, int captured, int linkType) {
        if (!Wireless.isWireless(linkType)) {
            return 0;
        }
        int further = 0;
        int limit = offset + captured;
        int at = Wireless.aggregate(bytes, offset, limit, linkType);
        while (at >= 0 && further < MOST) {
            at = next(bytes, at, limit);
            further += at >= 0 ? 1 : 0;
        }
        return further;
    }

    /** The link type by which to ask for a further frame, from 1. */
    public static int linkType(int linkType, int place) {
        return place << PLACE | linkType;
    }

    /** Place of the frame in its aggregate; 0 for the first, and for any frame that is no aggregate. */
    static int place(int linkType) {
        return linkType >>> PLACE;
    }

    /** Finds IP in a further frame. */
    static long find(byte[] bytes, int at, int limit, int linkType) {
        int frame = frame(bytes, at, limit, linkType);
        return frame < 0
                ? Found.NOT_IP
                : Ethernet.logicalLink(bytes, frame + Ethernet.HEADER, Math.min(limit, frame + size(bytes, frame)));
    }

    /** Length of this frame alone, of the {@code wire} bytes of all. */
    static int length(byte[] bytes, int at, int limit, int linkType, int wire) {
        if (place(linkType) > 0) {
            int frame = frame(bytes, at, limit, linkType);
            return frame < 0 ? 0 : size(bytes, frame);
        }
        int rest = wire;
        int frame = Wireless.aggregate(bytes, at, limit, linkType);
        for (int i = 0; frame >= 0 && i < MOST; i++) {
            frame = next(bytes, frame, limit);
            rest -= frame < 0 ? 0 : size(bytes, frame);
        }
        return Math.max(0, rest);
    }

    private static int frame(byte[] bytes, int at, int limit, int linkType) {
        int frame = Wireless.aggregate(bytes, at, limit, linkType & (1 << PLACE) - 1);
        for (int i = place(linkType); frame >= 0 && i > 0; i--) {
            frame = next(bytes, frame, limit);
        }
        return frame;
    }

    private static int size(byte[] bytes, int frame) {
        return Ethernet.HEADER + u16(bytes, frame + ADDRESSES);
    }

    /** Where the next frame begins, padded to 4 bytes; -1 if there is none of which the header is there. */
    private static int next(byte[] bytes, int frame, int limit) {
        int next = frame + (size(bytes, frame) + 3 & ~3);
        boolean there = limit - next >= Ethernet.HEADER && u16(bytes, next + ADDRESSES) > 0;
        return there ? next : -1;
    }
}

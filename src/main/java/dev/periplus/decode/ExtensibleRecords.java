package dev.periplus.decode;

import static dev.periplus.decode.Octets.u8;

/**
 * Records in Endace's extensible record format (ERF): time, type, flags, lengths and a counter in 16 bytes, then extension
 * headers of 8 bytes while the top bit of the type before is set, then what the type says.
 */
final class ExtensibleRecords {
    private static final int HEADER = 16;
    private static final int EXTENSION = 8;
    private static final int MORE = 0x80;
    private static final int TYPE = 8;

    /** Ethernet begins after an offset and a padding byte; channelised HDLC after a header of its own. */
    private static final int ETHERNET_PAD = 2;

    private static final int CHANNEL_HEADER = 4;

    private ExtensibleRecords() {}

    static long find(byte[] bytes, int first, int limit) {
        if (limit - first < HEADER) {
            return Ethernet.tooShort();
        }
        int type = u8(bytes, first + TYPE);
        int at = first + HEADER;
        for (boolean more = (type & MORE) != 0; more; at += EXTENSION) {
            if (limit - at < EXTENSION) {
                return Ethernet.tooShort();
            }
            more = (u8(bytes, at) & MORE) != 0;
        }
        return switch (type & ~MORE) {
            case 2, 11, 16, 20 -> Ethernet.frame(bytes, at + ETHERNET_PAD, limit);
            case 1, 10, 15, 19 -> PointToPoint.ppp(bytes, at, limit);
            case 5, 17 -> PointToPoint.ppp(bytes, at + CHANNEL_HEADER, limit);
            case 22, 23 -> LinkLayer.raw(bytes, at, limit);
            default -> Found.NOT_IP;
        };
    }
}

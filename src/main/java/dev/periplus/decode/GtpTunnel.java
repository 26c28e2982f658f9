package dev.periplus.decode;

import static dev.periplus.decode.Octets.u8;

/** Header of a G-PDU of GTP-U (3GPP TS 29.281 section 5). */
final class GtpTunnel {
    private static final int HEADER = 8;
    private static final int OPTIONAL = 4;
    private static final int VERSION_1 = 0x30;
    private static final int G_PDU = 0xff;
    private static final int EXTENSION = 4;
    private static final int ANY_OPTION = 7;

    private GtpTunnel() {}

    /** By the first four bytes: version 1, protocol type GTP, no spare bit, a G-PDU, and the length of the datagram. */
    static boolean maybe(int first, int length) {
        return first >>> 27 == VERSION_1 >> 3 && (first >>> 16 & 0xff) == G_PDU && (first & 0xffff) == length - HEADER;
    }

    /** Length with the optional fields and extension headers; -1 where they do not fit. */
    static int header(byte[] bytes, int at, int limit) {
        int flags = u8(bytes, at) & ANY_OPTION;
        if (flags == 0) {
            return HEADER;
        }
        int header = HEADER + OPTIONAL;
        if ((flags & EXTENSION) == 0) {
            return header;
        }
        // Each extension header ends in the type of the next one, as the optional fields do.
        while (header <= limit - at && u8(bytes, at + header - 1) != 0) {
            int size = header < limit - at ? u8(bytes, at + header) << 2 : 0;
            if (size == 0) {
                return -1;
            }
            header += size;
        }
        return header <= limit - at ? header : -1;
    }
}

package dev.periplus.decode;

import static dev.periplus.decode.Octets.u8;

/** The header of a G-PDU in GTP-U (3GPP TS 29.281 section 5). */
final class GtpTunnel {
    private static final int HEADER = 8;
    private static final int OPTIONAL = 4;
    private static final int VERSION_1 = 0x30;
    private static final int G_PDU = 0xff;
    private static final int EXTENSION = 4;
    private static final int ANY_OPTION = 7;

    private GtpTunnel() {}

    /**
     * Whether the first four bytes fit: version 1, protocol type GTP, no spare bit, a G-PDU, and the length of the
     * datagram.
     */
    static boolean maybe(int first, int length) {
        return first >>> 27 == VERSION_1 >> 3 && (first >>> 16 & 0xff) == G_PDU && (first & 0xffff) == length - HEADER;
    }

    /** Length including the optional fields and extension headers; -1 if they do not fit. */
    static int header(byte[] bytes, int at, int limit) {
        int flags = u8(bytes, at) & ANY_OPTION;
        if (flags == 0) {
            return HEADER;
        }
        int header = HEADER + OPTIONAL;
        if ((flags & EXTENSION) == 0) {
            return header;
        }
        // The optional fields and each extension header end with the type of the next extension header.
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

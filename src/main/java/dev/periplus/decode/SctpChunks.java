package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/**
 * Finds the user data of an SCTP packet: that of its first DATA (RFC 9260 section 3.3.1) or I-DATA chunk (RFC 8260
 * section 2.1). Chunks before it, such as SACK, are skipped.
 */
final class SctpChunks {
    private static final int DATA = 0;
    private static final int DATA_HEADER = 16;
    private static final int I_DATA = 64;
    private static final int I_DATA_HEADER = 20;

    private SctpChunks() {}

    /** Sets the packet's payload, empty without user data; false where a chunk's length cannot be. */
    static boolean payload(Packet p, int first, int limit, int wholeLength) {
        p.payloadOffset = first;
        p.payloadCaptured = 0;
        p.payloadLength = 0;
        int at = first;
        int length = wholeLength;
        while (limit - at >= 4) {
            int type = u8(p.bytes, at);
            int size = u16(p.bytes, at + 2);
            int header = type == DATA ? DATA_HEADER : type == I_DATA ? I_DATA_HEADER : 4;
            if (size < header || size > length) {
                return false;
            }
            if (header > 4) {
                int captured = limit - at;
                p.payloadOffset = at + Math.min(header, captured);
                p.payloadCaptured = Math.max(0, Math.min(captured, size) - header);
                p.payloadLength = size - header;
                return true;
            }
            at += size + 3 & ~3;
            length -= size + 3 & ~3;
        }
        return true;
    }
}

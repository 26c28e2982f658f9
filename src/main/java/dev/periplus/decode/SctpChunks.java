package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u32;
import static dev.periplus.decode.Octets.u8;

/**
 * Finds the user messages of an SCTP packet, in its DATA (RFC 9260 section 3.3.1) and I-DATA chunks (RFC 8260 section
 * 2.1). Skips other chunks, such as SACK. Reusable.
 */
final class SctpChunks {
    private static final int DATA = 0;
    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int DATA_HEADER = 16;
    private static final int I_DATA = 64;
    private static final int I_DATA_HEADER = 20;
    private static final int BEGINNING = 2;
    private static final int IDENTIFIER = 4;

    private int at;
    private int length;
    private boolean broken;

    /** Starts with the chunks at {@code first}, {@code wholeLength} bytes on the wire. */
    void begin(int first, int wholeLength) {
        at = first;
        length = wholeLength;
        broken = false;
    }

    /**
     * The TCP flags that mean the same as the first chunk: SYN for INIT, which only has verification tag 0, SYN and ACK
     * for INIT ACK (RFC 9260 sections 3.3.2, 3.3.3 and 8.5.1); else 0.
     *
     * @param verificationTag of the common header
     */
    static int opening(byte[] bytes, int first, int limit, long verificationTag) {
        int type = first < limit ? u8(bytes, first) : DATA;
        if (type == INIT && verificationTag == 0) {
            return Packet.SYN;
        }
        return type == INIT_ACK && verificationTag != 0 ? Packet.SYN | Packet.ACK : 0;
    }

    /** Whether a chunk had an impossible length; nothing after it is read. */
    boolean broken() {
        return broken;
    }

    /** Sets the packet's payload to the next user message; returns false if there is none. */
    boolean next(Packet p, int limit) {
        while (limit - at >= 4 && !broken) {
            int chunk = at;
            int type = u8(p.bytes, chunk);
            int size = u16(p.bytes, chunk + 2);
            int header = type == DATA ? DATA_HEADER : type == I_DATA ? I_DATA_HEADER : 4;
            if (size < header || size > length) {
                broken = true;
                return false;
            }
            at += size + 3 & ~3;
            length -= size + 3 & ~3;
            if (header > 4) {
                int captured = limit - chunk;
                p.payloadOffset = chunk + Math.min(header, captured);
                p.payloadCaptured = Math.max(0, Math.min(captured, size) - header);
                p.payloadLength = size - header;
                boolean first = (u8(p.bytes, chunk + 1) & BEGINNING) != 0;
                p.payloadIdentifier = first && captured >= header ? (int) u32(p.bytes, chunk + header - IDENTIFIER) : 0;
                return true;
            }
        }
        return false;
    }
}

package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;

/** Reads the chain of RTCP packets in a datagram (RFC 3550 section 6, RFC 4585, RFC 3611, RFC 5760). Reusable. */
final class RtcpCompound {
    /** How well the bytes parse. */
    enum Fit {
        NOT,
        /** One report of valid length, followed by what SRTCP appends (RFC 3711 section 3.4). */
        PROTECTED,
        /** One packet that ends with the datagram. */
        ONE,
        /** Two or more packets, the last of which ends with the datagram. */
        CHAIN
    }

    static final int FIRST_TYPE = 200;
    static final int LAST_TYPE = 213;

    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int BLOCK = 24;
    private static final int SRTCP_TRAILER = 14;
    private static final int MAX_INDEX = 1 << 16;

    private final ByteCursor cursor = new ByteCursor();
    private int source;
    private int firstLength;

    /** Reads a whole datagram. */
    Fit read(byte[] bytes, int length) {
        int packets = 0;
        int at = 0;
        while (length - at >= 4) {
            int size = packet(bytes, at, length - at, packets == 0);
            if (size == 0) {
                break;
            }
            packets++;
            at += size;
        }
        if (packets == 0) {
            return Fit.NOT;
        }
        if (at == length) {
            return packets == 1 ? Fit.ONE : Fit.CHAIN;
        }
        return isProtected(bytes, length) ? Fit.PROTECTED : Fit.NOT;
    }

    /** The sender of the first packet. */
    int source() {
        return source;
    }

    /** The length of a packet in bytes, or 0 if it is not valid. */
    private int packet(byte[] bytes, int at, int available, boolean first) {
        cursor.reset(bytes, at, available);
        int head = cursor.u8();
        int type = cursor.u8();
        int size = (cursor.u16() + 1) * 4;
        int sender = (int) cursor.u32();
        if (first) {
            source = sender;
            firstLength = size;
        }
        boolean version = head >> 6 == 2;
        boolean padded = (head & 0x20) != 0;
        if (!version || type < FIRST_TYPE || type > LAST_TYPE || size > available || padded && size != available) {
            return 0;
        }
        return size >= leastLength(type, head & 31) ? size : 0;
    }

    private static int leastLength(int type, int count) {
        return switch (type) {
            case SENDER_REPORT -> 28 + BLOCK * count;
            case RECEIVER_REPORT -> 8 + BLOCK * count;
            case 202, 203 -> 4 + 4 * count;
            case 207, 208 -> 8;
            default -> 12;
        };
    }

    private boolean isProtected(byte[] bytes, int length) {
        int type = bytes[1] & 0xff;
        int count = bytes[0] & 31;
        if (type > RECEIVER_REPORT || firstLength < leastLength(type, count) || length < firstLength + SRTCP_TRAILER) {
            return false;
        }
        cursor.reset(bytes, length - SRTCP_TRAILER, 4);
        long index = cursor.u32();
        return index >> 31 == 1 && (index & 0x7fff_ffffL) < MAX_INDEX;
    }
}

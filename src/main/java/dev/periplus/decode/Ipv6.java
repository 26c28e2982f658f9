package dev.periplus.decode;

import static dev.periplus.decode.Octets.i32;
import static dev.periplus.decode.Octets.i64;
import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/** IPv6 headers and extension headers (RFC 8200, RFC 2675 for jumbograms, RFC 4302 for AH). */
final class Ipv6 {
    static final int HEADER = 40;
    static final int NO_NEXT_HEADER = 59;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int MOBILITY = 135;
    private static final int HOST_IDENTITY = 139;
    private static final int SHIM6 = 140;
    private static final int JUMBO_OPTION = 0xc2;

    private final Decoder decoder;
    private final TransportLayer transport;
    private final Fragments fragments;

    Ipv6(Decoder decoder, TransportLayer transport, Fragments fragments) {
        this.decoder = decoder;
        this.transport = transport;
        this.fragments = fragments;
    }

    /** Decodes a packet captured up to {@code limit}, with at most {@code length} bytes on the wire. */
    void decode(Packet p, int at, int limit, int length) {
        byte[] bytes = p.bytes;
        if (limit - at < HEADER) {
            decoder.tooShort(DecodeLoss.SHORT_IP_HEADER, limit - at, length);
            return;
        }
        if (u8(bytes, at) >> 4 != 6) {
            decoder.lose(DecodeLoss.IP_VERSION);
            return;
        }
        int next = u8(bytes, at + 6);
        int payload = u16(bytes, at + 4);
        if (payload == 0) {
            payload = jumbo(bytes, next, at + HEADER, limit, Math.max(0, length - HEADER));
        }
        p.ipVersion = 6;
        p.headerOffset = -1;
        p.sourceHigh = i64(bytes, at + 8);
        p.sourceLow = i64(bytes, at + 16);
        p.destinationHigh = i64(bytes, at + 24);
        p.destinationLow = i64(bytes, at + 32);
        if (HEADER + payload > length) {
            if (!isCommon(next)) {
                decoder.lose(DecodeLoss.IP_TOTAL_LENGTH);
                return;
            }
            decoder.shorterThanStated(p);
        }
        p.ipLength = HEADER + payload;
        int start = at + HEADER;
        headers(p, next, start, start + Math.min(limit - start, payload), payload);
    }

    /** Whether this is the number of an extension header or of a protocol that IPv6 usually carries. */
    static boolean isCommon(int next) {
        return switch (next) {
            case Packet.TCP, Packet.UDP, Packet.SCTP, Packet.ICMP6, 4, 41, 47, 50, 89, 103, 112 -> true;
            default -> isExtension(next);
        };
    }

    /**
     * Decodes what follows the header of the packet, such as a reassembled datagram; {@code first} is the type of its
     * first header.
     */
    void payload(Packet p, int first, int at, int limit, int length) {
        p.headerOffset = -1;
        headers(p, first, at, limit, length);
    }

    /**
     * Payload length of a packet whose header states 0: from the jumbo option if there is one, otherwise all that is
     * left, as segmentation offload leaves it.
     */
    private static int jumbo(byte[] bytes, int next, int at, int limit, int left) {
        if (next != HOP_BY_HOP || limit - at < 8) {
            return next == NO_NEXT_HEADER ? 0 : left;
        }
        int end = at + Math.min(limit - at, u8(bytes, at + 1) + 1 << 3);
        int option = at + 2;
        while (end - option >= 6) {
            int type = u8(bytes, option);
            if (type == JUMBO_OPTION && bytes[option + 1] == 4) {
                int length = i32(bytes, option + 2);
                return length > 0xffff && length <= left ? length : left;
            }
            option += type == 0 ? 1 : 2 + u8(bytes, option + 1);
        }
        return left;
    }

    private void headers(Packet p, int first, int start, int limit, int wholeLength) {
        int next = first;
        int at = start;
        int length = wholeLength;
        while (isExtension(next)) {
            if (limit - at < 8) {
                decoder.tooShort(DecodeLoss.IP_EXTENSION, limit - at, length);
                return;
            }
            int following = u8(p.bytes, at);
            if (isFinal(next) && following == NO_NEXT_HEADER) {
                break;
            }
            int size = size(p.bytes, next, at);
            if (next == FRAGMENT && (u16(p.bytes, at + 2) & 0xfff9) != 0) {
                fragment(p, following, at, limit, length - size);
                return;
            }
            if (size > limit - at) {
                decoder.tooShort(DecodeLoss.IP_EXTENSION, limit - at, length);
                return;
            }
            next = following;
            at += size;
            length -= size;
        }
        p.protocol = next;
        transport.decode(p, at, limit, length);
    }

    private static boolean isExtension(int header) {
        return switch (header) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION_OPTIONS -> true;
            default -> isFinal(header);
        };
    }

    /**
     * Whether this header looks like an extension header but normally ends the packet; it then counts as the protocol.
     */
    private static boolean isFinal(int header) {
        return header == MOBILITY || header == HOST_IDENTITY || header == SHIM6;
    }

    private static int size(byte[] bytes, int header, int at) {
        return switch (header) {
            case FRAGMENT -> 8;
            default -> u8(bytes, at + 1) + 1 << 3;
        };
    }

    private void fragment(Packet p, int next, int at, int limit, int length) {
        int field = u16(p.bytes, at + 2);
        int offset = field & 0xfff8;
        boolean more = (field & 1) != 0;
        if (decoder.incomplete()) {
            return;
        }
        if (length < 0 || more && (length == 0 || (length & 7) != 0)) {
            decoder.lose(DecodeLoss.FRAGMENT_LENGTH);
            return;
        }
        if (length > 0xffff || offset + length > 0xffff) {
            decoder.lose(DecodeLoss.FRAGMENT_BEYOND);
            return;
        }
        int identification = i32(p.bytes, at + 4);
        int start = at + 8;
        int captured = Math.min(limit - start, length);
        if (fragments.add(p, next, identification, offset, more, start, captured, length)) {
            decoder.reassembled(p, fragments.header(), fragments.captured(), fragments.length());
        }
    }
}

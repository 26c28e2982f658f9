package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u32;
import static dev.periplus.decode.Octets.u8;

import dev.periplus.address.Address;

/** IPv4 headers (RFC 791). */
final class Ipv4 {
    static final int HEADER = 20;

    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private final Decoder decoder;
    private final TransportLayer transport;
    private final Fragments fragments;

    Ipv4(Decoder decoder, TransportLayer transport, Fragments fragments) {
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
        int first = u8(bytes, at);
        if (first >> 4 != 4) {
            decoder.lose(DecodeLoss.IP_VERSION);
            return;
        }
        int header = (first & 0xf) << 2;
        int total = u16(bytes, at + 2);
        if (total == 0) {
            // Segmentation offload leaves the length zero: the packet fills the frame.
            total = length;
        }
        if (header < HEADER || header > total || total > length && !isIntact(bytes, at, header, limit)) {
            decoder.lose(header < HEADER ? DecodeLoss.IP_HEADER_LENGTH : DecodeLoss.IP_TOTAL_LENGTH);
            return;
        }
        if (total > length) {
            decoder.shorterThanStated(p);
        }
        if (header > limit - at) {
            decoder.tooShort(DecodeLoss.SHORT_IP_HEADER, limit - at, length);
            return;
        }
        p.ipVersion = 4;
        p.sourceHigh = 0;
        p.sourceLow = Address.MAPPED | u32(bytes, at + 12);
        p.destinationHigh = 0;
        p.destinationLow = Address.MAPPED | u32(bytes, at + 16);
        p.protocol = u8(bytes, at + 9);
        p.ipLength = total;
        int end = at + Math.min(limit - at, total);
        int fragment = u16(bytes, at + 6);
        p.headerOffset = at;
        if ((fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) == 0) {
            transport.decode(p, at + header, end, total - header);
        } else {
            fragment(p, at, end, header, fragment);
        }
    }

    /** Whether the header is there and its checksum right, or left to the network card: its length may be believed. */
    private static boolean isIntact(byte[] bytes, int at, int header, int limit) {
        return header <= limit - at && (u16(bytes, at + 10) == 0 || Checksums.isRightHeader(bytes, at, header));
    }

    private void fragment(Packet p, int at, int end, int header, int field) {
        int offset = (field & FRAGMENT_OFFSET) << 3;
        boolean more = (field & MORE_FRAGMENTS) != 0;
        int length = p.ipLength - header;
        if (more) {
            // A fragment before another one carries whole units of 8 bytes only.
            length &= ~7;
        }
        if (length == 0 && more || p.ipLength > 0xffff) {
            decoder.lose(DecodeLoss.FRAGMENT_LENGTH);
            return;
        }
        if (header + offset + length > 0xffff) {
            decoder.lose(DecodeLoss.FRAGMENT_BEYOND);
            return;
        }
        int identification = u16(p.bytes, at + 4);
        int start = at + header;
        int captured = Math.min(end - start, length);
        if (fragments.add(p, p.protocol, identification, offset, more, start, captured, length)) {
            decoder.reassembled(p, 0, fragments.captured(), fragments.length());
        }
    }

    /** Decodes what follows the header of the packet, such as a reassembled datagram. */
    void payload(Packet p, int at, int limit, int length) {
        p.headerOffset = -1;
        transport.decode(p, at, limit, length);
    }
}

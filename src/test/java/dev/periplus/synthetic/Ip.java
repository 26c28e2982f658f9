package dev.periplus.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** IP packets with correct lengths and checksums (RFC 791, 768, 9293, 792, 8200). */
final class Ip {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int IPV6 = 41;
    static final int GRE = 47;

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;

    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;

    private Ip() {}

    /** Returns one packet: IPv4 with DF set, or IPv6, depending on the addresses. */
    static byte[] packet(String from, String to, int protocol, int id, byte[] payload) {
        byte[] source = Endpoint.address(from);
        return source.length == 4
                ? v4(from, to, protocol, id, DONT_FRAGMENT, payload)
                : new Bytes()
                        .u32(0x60000000L)
                        .u16(payload.length)
                        .u8(protocol)
                        .u8(64)
                        .raw(source)
                        .raw(Endpoint.address(to))
                        .raw(payload)
                        .array();
    }

    /** Returns IPv4 fragments with payloads of at most {@code most} bytes, a multiple of 8. */
    static List<byte[]> fragments(String from, String to, int protocol, int id, byte[] payload, int most) {
        List<byte[]> fragments = new ArrayList<>();
        for (int offset = 0; offset < payload.length; offset += most) {
            int end = Math.min(payload.length, offset + most);
            int more = end < payload.length ? MORE_FRAGMENTS : 0;
            byte[] part = Arrays.copyOfRange(payload, offset, end);
            fragments.add(v4(from, to, protocol, id, more | offset / 8, part));
        }
        return fragments;
    }

    static byte[] udp(Endpoint from, Endpoint to, byte[] payload) {
        int length = 8 + payload.length;
        byte[] datagram = new Bytes()
                .u16(from.port())
                .u16(to.port())
                .u16(length)
                .u16(0)
                .raw(payload)
                .array();
        int sum = Checksum.of(pseudoHeader(from.ip(), to.ip(), UDP, length), datagram);
        return put(datagram, 6, sum == 0 ? 0xffff : sum);
    }

    static byte[] tcp(
            Endpoint from,
            Endpoint to,
            long sequence,
            long acknowledgement,
            int flags,
            byte[] options,
            byte[] payload) {
        byte[] segment = new Bytes()
                .u16(from.port())
                .u16(to.port())
                .u32(sequence)
                .u32(acknowledgement)
                .u8((20 + options.length) / 4 << 4)
                .u8(flags)
                .u16((flags & SYN) != 0 ? 8192 : 1026)
                .u32(0)
                .raw(options)
                .raw(payload)
                .array();
        return put(segment, 16, Checksum.of(pseudoHeader(from.ip(), to.ip(), TCP, segment.length), segment));
    }

    /** Returns ICMP port unreachable for an IPv4 packet, quoting its header and 8 bytes. */
    static byte[] portUnreachable(byte[] packet) {
        byte[] message = new Bytes()
                .u8(3)
                .u8(3)
                .u16(0)
                .u32(0)
                .raw(Arrays.copyOf(packet, 28))
                .array();
        return put(message, 2, Checksum.of(message));
    }

    private static byte[] v4(String from, String to, int protocol, int id, int fragment, byte[] payload) {
        byte[] header = new Bytes()
                .u16(0x4500)
                .u16(20 + payload.length)
                .u16(id)
                .u16(fragment)
                .u8(128)
                .u8(protocol)
                .u16(0)
                .raw(Endpoint.address(from))
                .raw(Endpoint.address(to))
                .array();
        return Bytes.join(put(header, 10, Checksum.of(header)), payload);
    }

    private static byte[] pseudoHeader(String from, String to, int protocol, int length) {
        return new Bytes()
                .raw(Endpoint.address(from))
                .raw(Endpoint.address(to))
                .u32(length)
                .u32(protocol)
                .array();
    }

    private static byte[] put(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) (value >> 8);
        bytes[offset + 1] = (byte) value;
        return bytes;
    }
}

package dev.periplus.decode;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Builds packets byte by byte, from the inside out. */
final class Frames {
    static final String A = "10.1.2.3";
    static final String B = "192.0.2.9";
    static final String A6 = "2001:db8::a";
    static final String B6 = "2001:db8:0:1::b";

    private Frames() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] u16(int... values) {
        ByteBuffer out = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            out.putShort((short) value);
        }
        return out.array();
    }

    static byte[] u32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** Bytes that each differ from their neighbours. */
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + (i >> 8));
        }
        return bytes;
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    static byte[] ethernet(int type, byte[] payload) {
        return join(hex("020000000001 020000000002"), u16(type), payload);
    }

    static byte[] tag(int id, int type, byte[] payload) {
        return join(u16(id, type), payload);
    }

    static byte[] label(int label, boolean bottom, byte[] payload) {
        return join(u32(label << 12 | (bottom ? 0x100 : 0) | 64), payload);
    }

    static byte[] ipv4(int protocol, String source, String destination, byte[] payload) {
        return ipv4(protocol, source, destination, 0, 0, payload);
    }

    /** An IPv4 packet; {@code fragment} is the whole field of flags and fragment offset. */
    static byte[] ipv4(int protocol, String source, String destination, int id, int fragment, byte[] payload) {
        return join(
                hex("4500"),
                u16(20 + payload.length, id, fragment),
                new byte[] {64, (byte) protocol, 0, 0},
                address(source),
                address(destination),
                payload);
    }

    /** The IPv4 packet with the checksum of its header. */
    static byte[] checked(byte[] packet) {
        byte[] checked = packet.clone();
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += i == 10 ? 0 : Octets.u16(packet, i);
        }
        int folded = (sum & 0xffff) + (sum >> 16);
        System.arraycopy(u16(~((folded & 0xffff) + (folded >> 16))), 0, checked, 10, 2);
        return checked;
    }

    static byte[] ipv6(int next, String source, String destination, byte[] payload) {
        return join(
                hex("60000000"),
                u16(payload.length),
                new byte[] {(byte) next, 64},
                address(source),
                address(destination),
                payload);
    }

    static byte[] fragmentHeader(int next, int offset, boolean more, int id, byte[] payload) {
        return join(new byte[] {(byte) next, 0}, u16(offset | (more ? 1 : 0)), u32(id), payload);
    }

    static byte[] udp(int source, int destination, byte[] payload) {
        return join(u16(source, destination, 8 + payload.length, 0), payload);
    }

    static byte[] tcp(int source, int destination, int flags, byte[] payload) {
        return join(
                u16(source, destination), u32(0x11223344), u32(0x55667788), u16(0x5000 | flags, 512, 0, 0), payload);
    }

    static byte[] sctp(int source, int destination, byte[] chunks) {
        return join(u16(source, destination), u32(1), u32(0), chunks);
    }

    static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    /** A UDP datagram over IPv4 from A to B with these bytes. */
    static byte[] ipUdp(byte[] payload) {
        return ipv4(Packet.UDP, A, B, udp(1111, 2222, payload));
    }
}

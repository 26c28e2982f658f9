package dev.periplus.decode;

import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u16le;
import static dev.periplus.decode.Octets.u8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksums of TCP and UDP packets (RFC 9293 section 3.1, RFC 768) and of their IPv4 header (RFC 791 section 3.1).
 * Hosts ignore packets whose checksum is wrong. A host that leaves them to its network card captures its own packets
 * before they are computed: the field then holds the sum of the pseudo-header, or nothing.
 */
public final class Checksums {
    /** What is known of a packet. */
    public enum State {
        /** Cut short, a fragment, another protocol, or UDP without a checksum. */
        UNKNOWN,
        RIGHT,
        WRONG,
        /** A TCP segment whose frame is shorter than its headers state: a host would drop it, a slice is just so. */
        SHORTENED,
        /** To be computed by the sender's network card. */
        OFFLOADED
    }

    /** Sums in any byte order are the same but for the order of their two bytes (RFC 1071); most machines use this one. */
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int UDP_FIELD = 6;
    private static final int TCP_FIELD = 16;
    private static final int ALL = 0xffff;
    private static final long WORD = 0xffff_ffffL;

    private Checksums() {}

    /** Looks at the checksums of a packet. */
    public static State of(Packet p) {
        boolean tcp = p.protocol == Packet.TCP;
        if (tcp && p.shortened && p.payloadCaptured < p.payloadLength) {
            return State.SHORTENED;
        }
        if (!tcp && p.protocol != Packet.UDP || p.payloadCaptured != p.payloadLength || p.transportOffset < 0) {
            return State.UNKNOWN;
        }
        int field = u16(p.bytes, p.transportOffset + (tcp ? TCP_FIELD : UDP_FIELD));
        if (!tcp && field == 0) {
            return State.UNKNOWN;
        }
        int length = p.payloadOffset - p.transportOffset + p.payloadLength;
        long addresses = addresses(p, p.protocol);
        long pseudo = addresses + length;
        if (fold(pseudo + sum(p.bytes, p.transportOffset, length)) == ALL) {
            return hasRightHeader(p) ? State.RIGHT : State.WRONG;
        }
        boolean offloaded = field == 0 || field == fold(pseudo) || field == fold(addresses);
        return offloaded ? State.OFFLOADED : State.WRONG;
    }

    private static boolean hasRightHeader(Packet p) {
        if (p.headerOffset < 0) {
            return true;
        }
        int length = (u8(p.bytes, p.headerOffset) & 0xf) << 2;
        return u16(p.bytes, p.headerOffset + 10) == 0 || isRightHeader(p.bytes, p.headerOffset, length);
    }

    /** Whether the checksum of the IPv4 header of this length is right. */
    static boolean isRightHeader(byte[] bytes, int at, int length) {
        return fold(sum(bytes, at, length)) == ALL;
    }

    /** Whether a segment of this protocol between the addresses of a packet, captured whole, has a right checksum. */
    static boolean isRight(Packet p, int protocol, int at, int length) {
        return fold(addresses(p, protocol) + length + sum(p.bytes, at, length)) == ALL;
    }

    /** The sum of the pseudo-header without its length. */
    private static long addresses(Packet p, int protocol) {
        if (p.ipVersion == 4) {
            return (p.sourceLow & WORD) + (p.destinationLow & WORD) + protocol;
        }
        return words(p.sourceHigh) + words(p.sourceLow) + words(p.destinationHigh) + words(p.destinationLow) + protocol;
    }

    private static long words(long value) {
        return (value >>> Integer.SIZE) + (value & WORD);
    }

    /** The one's complement sum of 16-bit words, folded. */
    private static long sum(byte[] bytes, int from, int length) {
        long sum = 0;
        int at = from;
        int end = from + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            sum += words((long) LITTLE_ENDIAN.get(bytes, at));
        }
        for (; at + Short.BYTES <= end; at += Short.BYTES) {
            sum += u16le(bytes, at);
        }
        int folded = fold(at < end ? sum + u8(bytes, at) : sum);
        return (folded & 0xff) << Byte.SIZE | folded >> Byte.SIZE;
    }

    /** Whether TCP, UDP or ICMPv6 follows this IPv6 header, is captured whole, and has a right checksum. */
    static boolean isRightIpv6(byte[] bytes, int at, int limit) {
        int next = u8(bytes, at + 6);
        int length = u16(bytes, at + 4);
        if (next != Packet.TCP && next != Packet.UDP && next != Packet.ICMP6 || Ipv6.HEADER + length > limit - at) {
            return false;
        }
        return fold(sum(bytes, at + 8, 2 * 16 + length) + next + length) == ALL;
    }

    private static int fold(long sum) {
        long folded = words(sum);
        folded = (folded >>> Short.SIZE) + (folded & ALL);
        folded = (folded >>> Short.SIZE) + (folded & ALL);
        return (int) ((folded >>> Short.SIZE) + (folded & ALL));
    }
}

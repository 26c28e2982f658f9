package dev.periplus.decode;

import static dev.periplus.decode.Octets.i64;
import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u32;
import static dev.periplus.decode.Octets.u8;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The packet that an ICMP error quotes (RFC 792, RFC 4443 section 3), and what became of it.
 *
 * @param source sender of the quoted packet, which the error is addressed to
 * @param destination where the quoted packet was sent
 * @param says what happened to it, with the address of who reports it
 */
public record IcmpQuote(Endpoint source, Endpoint destination, String says) {
    private static final int PORTS = 4;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    /** Whether a flow of ICMP packets with this type consists of errors, which nobody answers. */
    public static boolean isError(int protocol, int type) {
        return protocol == Packet.ICMP
                ? type >= 3 && type <= 5 || type == 11 || type == 12
                : protocol == Packet.ICMP6 && type < 128;
    }

    /** Returns what an ICMP packet quotes; null if it is no error that stops the quoted packet, or quotes no ports. */
    public static @Nullable IcmpQuote of(Packet p) {
        String word = word(p.protocol, p.sourcePort, p.destinationPort);
        if (word == null) {
            return null;
        }
        byte[] bytes = p.bytes;
        int at = p.payloadOffset;
        int limit = at + p.payloadCaptured;
        boolean isIpv4 = p.protocol == Packet.ICMP;
        int header = isIpv4 ? Ipv4.HEADER : Ipv6.HEADER;
        if (limit - at < header || u8(bytes, at) >> 4 != (isIpv4 ? 4 : 6)) {
            return null;
        }
        header = isIpv4 ? (u8(bytes, at) & 0xf) << 2 : header;
        int protocol = u8(bytes, at + (isIpv4 ? 9 : 6));
        boolean isLater = isIpv4 && (u16(bytes, at + 6) & FRAGMENT_OFFSET) != 0;
        if (!Transport.hasPorts(protocol) || isLater || header < Ipv4.HEADER || limit - at < header + PORTS) {
            return null;
        }
        Address source = address(bytes, at + (isIpv4 ? 12 : 8), isIpv4);
        Address destination = address(bytes, at + (isIpv4 ? 16 : 24), isIpv4);
        if (!source.equals(new Address(p.destinationHigh, p.destinationLow))) {
            return null;
        }
        return new IcmpQuote(
                new Endpoint(source, u16(bytes, at + header), protocol),
                new Endpoint(destination, u16(bytes, at + header + 2), protocol),
                word + " " + new Address(p.sourceHigh, p.sourceLow));
    }

    private static Address address(byte[] bytes, int at, boolean isIpv4) {
        return isIpv4
                ? new Address(0, Address.MAPPED | u32(bytes, at))
                : new Address(i64(bytes, at), i64(bytes, at + 8));
    }

    private static @Nullable String word(int protocol, int type, int code) {
        if (protocol == Packet.ICMP) {
            return switch (type) {
                case 3 -> code == 4 ? null : isRefusal(code) ? "refused by" : "unreachable, reported by";
                case 11 -> "time exceeded, reported by";
                default -> null;
            };
        }
        return switch (protocol == Packet.ICMP6 ? type : 0) {
            case 1 -> code == 4 || code == 1 || code >= 5 ? "refused by" : "unreachable, reported by";
            case 3 -> "time exceeded, reported by";
            default -> null;
        };
    }

    /** Protocol or port unreachable, or prohibited (RFC 1812 section 5.2.7.1). */
    private static boolean isRefusal(int code) {
        return code == 2 || code == 3 || code == 9 || code == 10 || code == 13;
    }
}

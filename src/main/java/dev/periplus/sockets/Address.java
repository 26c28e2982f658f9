package dev.periplus.sockets;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as two big-endian longs, IPv4 as {@code ::ffff:a.b.c.d}, so that the two ways of writing an IPv4 peer of
 * an IPv6 socket are one.
 */
public record Address(long high, long low) {
    /** Every address of the host, of IPv6 sockets those of IPv4 too. */
    static final Address ANY = new Address(0, 0);

    static final Address ANY_IPV4 = new Address(0, 0xffff_0000_0000L);

    private static final long LOOPBACK_IPV4 = 0xffff_7fL;

    public Address {
        // BSD kernels keep the zone of a link-local address in its second group, and lsof shows it there.
        high = high >>> 48 == 0xfe80 ? high & 0xffff_0000_ffff_ffffL : high;
    }

    /**
     * Reads an address as RFC 4291 section 2.2 or dotted decimal writes it, in brackets or not; a zone ({@code %eth0},
     * RFC 4007 section 11) is dropped. Never asks a name service.
     *
     * @return null for anything else
     */
    public static @Nullable Address parse(String text) {
        return AddressText.parse(text);
    }

    /** From 4 or 16 bytes in network order; null for any other number of them. */
    static @Nullable Address of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> ofIpv4(Integer.toUnsignedLong(buffer.getInt()));
            case 16 -> new Address(buffer.getLong(), buffer.getLong());
            default -> null;
        };
    }

    static Address ofIpv4(long bits) {
        return new Address(0, ANY_IPV4.low | bits);
    }

    boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** Whether a socket with this local address takes what comes for any address. */
    boolean isAny() {
        return equals(ANY) || equals(ANY_IPV4);
    }

    boolean isLoopback() {
        return high == 0 && (low == 1 || low >>> 24 == LOOPBACK_IPV4);
    }
}

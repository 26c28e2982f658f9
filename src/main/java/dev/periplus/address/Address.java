package dev.periplus.address;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as two big-endian longs. IPv4 is held as the IPv4-mapped address {@code ::ffff:a.b.c.d} (RFC 4291 section
 * 2.5.5.2): a host is the same whether a.b.c.d stands in an IPv4 packet or, mapped, in an IPv6 packet or socket. The
 * order is that of unsigned numbers.
 *
 * <p>Code that runs for every packet keeps the two longs and calls the static forms.
 */
public record Address(long high, long low) implements Comparable<Address> {
    /** The lower half of {@code ::ffff:0.0.0.0}; with the 32 bits of an IPv4 address, the lower half of that address. */
    public static final long MAPPED = 0xffff_0000_0000L;

    /** {@code ::}; for an IPv6 socket, every address of its host, IPv4 too. */
    public static final Address ANY = new Address(0, 0);

    /** {@code 0.0.0.0}. */
    public static final Address ANY_IPV4 = ofIpv4(0);

    private static final long LOOPBACK_IPV4 = 0xffff_7fL;
    private static final int GROUPS = 8;

    /** An IPv4 address from its 32 bits. */
    public static Address ofIpv4(long bits) {
        return new Address(0, MAPPED | bits & 0xffff_ffffL);
    }

    /** From 4 or 16 bytes in network order; null for any other number of them. */
    public static @Nullable Address of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> ofIpv4(buffer.getInt());
            case 16 -> new Address(buffer.getLong(), buffer.getLong());
            default -> null;
        };
    }

    /**
     * Reads dotted decimal or IPv6 (RFC 4291 section 2.2), in brackets or not; drops a zone ({@code %eth0}, RFC 4007
     * section 11). Never looks a name up, as the JDK does for text that it cannot read.
     *
     * @return null where the text is no address
     */
    public static @Nullable Address parse(String text) {
        int zone = text.indexOf('%');
        byte[] bytes = (zone < 0 ? text : text.substring(0, zone)).getBytes(StandardCharsets.ISO_8859_1);
        int from = bytes.length > 0 && bytes[0] == '[' ? 1 : 0;
        int to = bytes.length > 0 && bytes[bytes.length - 1] == ']' ? bytes.length - 1 : bytes.length;
        AddressReader reader = new AddressReader();
        int length = reader.read(bytes, from, to);
        return length > 0 && length == to - from ? reader.address() : null;
    }

    /** Dotted decimal for IPv4, RFC 5952 for IPv6. */
    public static String text(long high, long low) {
        StringBuilder text = new StringBuilder(39);
        if (isIpv4(high, low)) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                text.append(low >>> shift & 0xff).append(shift > 0 ? "." : "");
            }
            return text.toString();
        }
        int zeros = longestZeros(high, low);
        int start = zeros >>> 4;
        int end = start + (zeros & 0xf);
        for (int i = 0; i < GROUPS; i++) {
            if (i == start && end > start) {
                text.append("::");
                i = end - 1;
            } else {
                text.append(i == 0 || i == end && end > start ? "" : ":")
                        .append(Integer.toHexString(group(high, low, i)));
            }
        }
        return text.toString();
    }

    private static int group(long high, long low, int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> 48 - 16 * (index & 3)) & 0xffff;
    }

    /** First of the longest runs of at least two zero groups, as start times 16 plus length; 0 where there is none. */
    private static int longestZeros(long high, long low) {
        int best = 0;
        int run = 0;
        for (int i = 0; i < GROUPS; i++) {
            run = group(high, low, i) == 0 ? run + 1 : 0;
            if (run > 1 && run > (best & 0xf)) {
                best = i - run + 1 << 4 | run;
            }
        }
        return best;
    }

    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** 224.0.0.0/4 or ff00::/8. */
    public static boolean isMulticast(long high, long low) {
        return isIpv4(high, low) ? (int) low >>> 28 == 0xe : high >>> 56 == 0xff;
    }

    /** 64 bits in which the address is well spread: every hash of an address comes from here. */
    public static long hash(long high, long low) {
        return mix(mix(high) * 31 + low);
    }

    /** Spreads the bits of a number over all 64, for hashes that addresses are part of. */
    public static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xd6e8feb86659fd93L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 32;
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    /**
     * Whether the address is not routed in public: RFC 1918, shared (RFC 6598), loopback, link-local, unique local
     * (RFC 4193).
     */
    public boolean isPrivate() {
        if (isIpv4()) {
            int address = (int) low;
            return address >>> 24 == 10
                    || address >>> 24 == 127
                    || address >>> 20 == 0xac1
                    || address >>> 16 == 0xc0a8
                    || address >>> 16 == 0xa9fe
                    || address >>> 22 == 0x6440_0000 >>> 22;
        }
        return high >>> 57 == 0xfc >> 1 || high >>> 54 == 0xfe80 >> 6 || high == 0 && low == 1;
    }

    /** {@code ::} or {@code 0.0.0.0}: no host in particular. */
    public boolean isAny() {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    public boolean isLoopback() {
        return high == 0 && (low == 1 || low >>> 24 == LOOPBACK_IPV4);
    }

    @Override
    public int compareTo(Address other) {
        int order = Long.compareUnsigned(high, other.high);
        return order == 0 ? Long.compareUnsigned(low, other.low) : order;
    }

    /** Written by hand, like {@link #hashCode}: the JVM links those of a record on first use, which slows the start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Address address && address.high == high && address.low == low;
    }

    @Override
    public int hashCode() {
        return (int) hash(high, low);
    }

    /** As it stands before a port: IPv6 in brackets. */
    public String bracketed() {
        return isIpv4() ? toString() : "[" + this + "]";
    }

    /** As {@link #text}. */
    @Override
    public String toString() {
        return text(high, low);
    }
}

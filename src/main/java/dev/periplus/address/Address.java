package dev.periplus.address;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IP address, or that of a station (IEEE 802), as two big-endian longs. An IPv4 address is held as its IPv4-mapped form {@code ::ffff:a.b.c.d} (RFC
 * 4291 section 2.5.5.2), so a host has one value whether its address comes from an IPv4 packet or, mapped, from an IPv6
 * packet or socket. Addresses are ordered as unsigned numbers.
 *
 * <p>Code that runs for every packet keeps the two longs and calls the static methods.
 */
public record Address(long high, long low) implements Comparable<Address> {
    /**
     * The low half of {@code ::ffff:0.0.0.0}; OR it with the 32 bits of an IPv4 address to get the low half of that
     * address.
     */
    public static final long MAPPED = 0xffff_0000_0000L;

    /**
     * The high half of a station's address (IEEE 802), which is in the low 48 bits of the low half. IETF reserves the
     * IPv6 addresses with this beginning (RFC 4291 section 2.4), and none are in use.
     */
    public static final long STATION = 0x6d61_6300_0000_0000L;

    /** {@code ::}; an IPv6 socket bound to it accepts every address of its host, IPv4 included. */
    public static final Address ANY = new Address(0, 0);

    /** {@code 0.0.0.0}. */
    public static final Address ANY_IPV4 = ofIpv4(0);

    private static final long LOOPBACK_IPV4 = 0xffff_7fL;
    private static final int GROUPS = 8;

    /** Returns the IPv4 address with these 32 bits. */
    public static Address ofIpv4(long bits) {
        return new Address(0, MAPPED | bits & 0xffff_ffffL);
    }

    /** Returns the address held in 4 or 16 bytes in network order; null for any other length. */
    public static @Nullable Address of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> ofIpv4(buffer.getInt());
            case 16 -> new Address(buffer.getLong(), buffer.getLong());
            default -> null;
        };
    }

    /** Compiled where an address is read from text, which most runs do not. */
    private static final class Stations {
        private static final Pattern PATTERN = Pattern.compile("(\\p{XDigit}{2}:){5}\\p{XDigit}{2}");
    }

    /**
     * Reads dotted decimal or IPv6 (RFC 4291 section 2.2), with or without brackets; drops a zone ({@code %eth0}, RFC
     * 4007 section 11); or the six octets of a station. Never resolves a name, as the JDK does for text it cannot parse.
     *
     * @return null if the text is not an address
     */
    public static @Nullable Address parse(String text) {
        int zone = text.indexOf('%');
        byte[] bytes = (zone < 0 ? text : text.substring(0, zone)).getBytes(StandardCharsets.ISO_8859_1);
        int from = bytes.length > 0 && bytes[0] == '[' ? 1 : 0;
        int to = bytes.length > 0 && bytes[bytes.length - 1] == ']' ? bytes.length - 1 : bytes.length;
        AddressReader reader = new AddressReader();
        int length = reader.read(bytes, from, to);
        return length > 0 && length == to - from ? reader.address() : parseStation(text);
    }

    private static @Nullable Address parseStation(String text) {
        return Stations.PATTERN.matcher(text).matches()
                ? new Address(STATION, Long.parseLong(text.replace(":", ""), 16))
                : null;
    }

    /** Formats an address: dotted decimal for IPv4, RFC 5952 for IPv6, {@code 00:53:00:00:00:01} for a station. */
    public static String text(long high, long low) {
        return isStation(high, low) ? station(low) : textOfIp(high, low);
    }

    private static String station(long low) {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(Character.forDigit((int) (low >>> shift + 4) & 0xf, 16))
                    .append(Character.forDigit((int) (low >>> shift) & 0xf, 16))
                    .append(shift > 0 ? ":" : "");
        }
        return text.toString();
    }

    /**
     * Formats an address of a packet, whatever it may be taken for elsewhere: IPv4-mapped addresses in IPv6 packets as
     * {@code ::ffff:a.b.c.d}.
     *
     * @param ipVersion 4 or 6; 0 for a station
     */
    public static String text(int ipVersion, long high, long low) {
        String text = ipVersion == 0 ? station(low) : textOfIp(high, low);
        return ipVersion == 6 && isIpv4(high, low) ? "::ffff:" + text : text;
    }

    private static String textOfIp(long high, long low) {
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

    /** The first of the longest runs of at least two zero groups, as start times 16 plus length; 0 if there is none. */
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

    /** Whether this is a station's address. */
    public static boolean isStation(long high, long low) {
        return high == STATION && low >>> 48 == 0;
    }

    /** Whether the address is in 224.0.0.0/4 or ff00::/8, or that of a group of stations. */
    public static boolean isMulticast(long high, long low) {
        if (isStation(high, low)) {
            return (low >>> 40 & 1) != 0;
        }
        return isIpv4(high, low) ? (int) low >>> 28 == 0xe : high >>> 56 == 0xff;
    }

    /** Mixes the bits of a number over all 64. Anyone can undo this: on its own it is no hash for tables. */
    public static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xd6e8feb86659fd93L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 32;
    }

    public boolean isStation() {
        return isStation(high, low);
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    /**
     * Whether the address is not publicly routed: a station, RFC 1918, shared (RFC 6598), loopback, link-local, unique local (RFC
     * 4193).
     */
    public boolean isPrivate() {
        if (isStation(high, low)) {
            return true;
        }
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

    /** Whether this is {@code ::} or {@code 0.0.0.0}: no particular host. */
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

    /**
     * Written by hand, like {@link #hashCode}: the JVM links the generated methods of a record on first use, which
     * slows the start.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Address address && address.high == high && address.low == low;
    }

    @Override
    public int hashCode() {
        return (int) KeyedHash.of(high, low);
    }

    /** Returns the form used before a port: IPv6 in brackets. */
    public String bracketed() {
        return isIpv4() || isStation() ? toString() : "[" + this + "]";
    }

    /** Returns the same as {@link #text}. */
    @Override
    public String toString() {
        return text(high, low);
    }
}

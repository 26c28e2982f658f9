package dev.periplus.address;

import org.jspecify.annotations.Nullable;

/**
 * An address prefix, or a single address.
 *
 * @param bits prefix length, counted over all 128 bits
 */
public record Network(Address address, int bits) {
    private static final int ALL = 128;
    private static final int BEFORE_IPV4 = 96;
    private static final int BEFORE_STATION = 80;

    /**
     * Reads {@code 10.1.2.3}, {@code 10.0.0.0/8}, {@code 2001:db8::/32} or {@code 00:53:00:00:00:00/24}; returns null for
     * anything else.
     */
    public static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        String length = slash < 0 ? "" : text.substring(slash + 1);
        boolean plain = text.indexOf('%') < 0 && text.indexOf('[') < 0 && text.indexOf(']') < 0;
        Address address = plain ? Address.parse(slash < 0 ? text : text.substring(0, slash)) : null;
        if (address == null || slash >= 0 && !length.matches("\\d{1,3}")) {
            return null;
        }
        int before = address.isIpv4() ? BEFORE_IPV4 : address.isStation() ? BEFORE_STATION : 0;
        int bits = slash < 0 ? ALL : before + Integer.parseInt(length);
        return bits > ALL ? null : new Network(address, bits);
    }

    /** Whether the network contains an address. */
    public boolean holds(Address other) {
        return ((address.high() ^ other.high()) & mask(bits)) == 0
                && ((address.low() ^ other.low()) & mask(bits - Long.SIZE)) == 0;
    }

    /** Whether a text is an address that the network contains. */
    public boolean holds(String text) {
        Address other = Address.parse(text);
        return other != null && holds(other);
    }

    private static long mask(int count) {
        return count <= 0 ? 0 : count >= Long.SIZE ? -1 : -1L << Long.SIZE - count;
    }
}

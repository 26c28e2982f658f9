package dev.periplus.decode;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An address, or those that begin with the same bits. IPv4 is kept as ::ffff:a.b.c.d.
 *
 * @param bits of the 128 that count
 */
public record Network(long high, long low, int bits) {
    private static final int ALL = 128;
    private static final int BEFORE_IPV4 = 96;
    private static final long MAPPED = 0xffff_0000_0000L;

    /** Reads {@code 10.1.2.3}, {@code 10.0.0.0/8}, {@code 2001:db8::/32}; null for anything else. Never looks a name up. */
    public static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        String length = slash < 0 ? "" : text.substring(slash + 1);
        boolean ipv4 = address.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        boolean ipv6 = address.indexOf(':') >= 0 && address.matches("[0-9a-fA-F:.]{2,45}");
        if (!ipv4 && !ipv6 || slash >= 0 && !length.matches("\\d{1,3}")) {
            return null;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            boolean mapped = bytes.length == Integer.BYTES;
            int bits = (mapped ? BEFORE_IPV4 : 0) + (slash < 0 ? bytes.length * Byte.SIZE : Integer.parseInt(length));
            ByteBuffer number = ByteBuffer.wrap(bytes);
            return bits > ALL
                    ? null
                    : mapped
                            ? new Network(0, MAPPED | number.getInt() & 0xffff_ffffL, bits)
                            : new Network(number.getLong(), number.getLong(), bits);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Whether an address lies in it. */
    public boolean holds(long otherHigh, long otherLow) {
        return ((high ^ otherHigh) & mask(bits)) == 0 && ((low ^ otherLow) & mask(bits - Long.SIZE)) == 0;
    }

    /** Whether an address in text lies in it. */
    public boolean holds(String address) {
        Network other = parse(address);
        return other != null && other.bits == ALL && holds(other.high, other.low);
    }

    private static long mask(int count) {
        return count <= 0 ? 0 : count >= Long.SIZE ? -1 : -1L << Long.SIZE - count;
    }
}

package dev.periplus.detect;

import dev.periplus.address.Address;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of addresses in the reverse trees of DNS (RFC 1035 section 3.5, RFC 3596 section 2.5). */
final class ReverseName {
    private static final String IPV4 = ".in-addr.arpa";
    private static final String IPV6 = ".ip6.arpa";
    private static final int NIBBLES = 32;

    private ReverseName() {}

    /** Returns the address that a name is the reverse of, or null. */
    static @Nullable Address address(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(IPV4)) {
            String[] octets = lower.substring(0, lower.length() - IPV4.length()).split("\\.", -1);
            return octets.length == 4
                    ? Address.parse(octets[3] + "." + octets[2] + "." + octets[1] + "." + octets[0])
                    : null;
        }
        return lower.endsWith(IPV6) ? ipv6(lower.substring(0, lower.length() - IPV6.length())) : null;
    }

    private static @Nullable Address ipv6(String nibbles) {
        if (nibbles.length() != 2 * NIBBLES - 1) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < NIBBLES; i++) {
            int digit = Character.digit(nibbles.charAt(2 * i), 16);
            if (digit < 0) {
                return null;
            }
            low = low >>> 4 | high << 60;
            high = high >>> 4 | (long) digit << 60;
        }
        return new Address(high, low);
    }
}

package dev.periplus.bench;

import dev.periplus.address.Address;

/** Gives addresses of the kind asked for, none of them twice before 2^24 were given. */
final class FreshAddresses {
    private static final int PRIVATE = 0x0a00_0000;
    private static final int PUBLIC = 0x2000_0000;
    private static final int PRIVATE_BITS = 24;

    private int given;

    /** A private address for a private one, a public one for a public one; of IPv6 the network stays. */
    Address like(Address old) {
        int number = ++given & (1 << PRIVATE_BITS) - 1;
        if (!old.isIpv4()) {
            return new Address(old.high(), number);
        }
        return Address.ofIpv4((old.isPrivate() ? PRIVATE : PUBLIC) + number);
    }
}

package dev.periplus.bench;

import dev.periplus.address.Address;

/** Hands out addresses of the requested kind, without repeats for the first 2^24. */
final class FreshAddresses {
    private static final int PRIVATE = 0x0a00_0000;
    private static final int PUBLIC = 0x2000_0000;
    private static final int PRIVATE_BITS = 24;

    private int given;

    /**
     * Returns a private address for a private one and a public one for a public one; an IPv6 address keeps its network.
     */
    Address like(Address old) {
        int number = ++given & (1 << PRIVATE_BITS) - 1;
        if (!old.isIpv4()) {
            return new Address(old.high(), number);
        }
        return Address.ofIpv4((old.isPrivate() ? PRIVATE : PUBLIC) + number);
    }
}

package dev.periplus.decode;

import dev.periplus.address.Address;

/**
 * Hash of two addresses, the same in both directions and in every run. Anyone can find pairs that collide, so it is not
 * for tables: it chooses the shard, which one pair of hosts could keep busy anyway, and identifies tunnels.
 */
final class AddressPair {
    private AddressPair() {}

    static long hash(Packet p) {
        return hash(p.sourceHigh, p.sourceLow, p.destinationHigh, p.destinationLow);
    }

    static long hash(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        return Address.mix(hash(sourceHigh, sourceLow) + hash(destinationHigh, destinationLow));
    }

    private static long hash(long high, long low) {
        return Address.mix(Address.mix(high) * 31 + low);
    }
}

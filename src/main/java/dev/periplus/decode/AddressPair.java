package dev.periplus.decode;

import dev.periplus.address.Address;

/** Hash of two addresses, the same in both directions. */
final class AddressPair {
    private AddressPair() {}

    static long hash(Packet p) {
        return hash(p.sourceHigh, p.sourceLow, p.destinationHigh, p.destinationLow);
    }

    static long hash(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        return Address.mix(Address.hash(sourceHigh, sourceLow) + Address.hash(destinationHigh, destinationLow));
    }
}

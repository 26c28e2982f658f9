package dev.periplus.calibrate;

import dev.periplus.address.Address;

/** Gives every port of a host another number, the same in every packet. */
public interface PortMove {
    /** @param protocol IP protocol number */
    int moved(Address address, int protocol, int port);

    /** Returns a move that keeps the ports of a host and transport apart; it needs no memory. */
    static PortMove of(long seed) {
        return (address, protocol, port) -> {
            long mixed = Address.mix(seed + Address.mix(address.high() + Address.mix(address.low() + protocol)));
            int factor = (int) mixed | 1; // odd: no two ports meet
            int shift = (int) (mixed >>> Integer.SIZE);
            return port * factor + shift & 0xffff;
        };
    }
}

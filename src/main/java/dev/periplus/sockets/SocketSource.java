package dev.periplus.sockets;

import dev.periplus.address.Address;
import java.util.List;

/** Sockets of one host: saved, or looked up live. Asked from any thread; never waits. */
interface SocketSource {
    /** Whether the host has this address. */
    boolean isLocal(Address address);

    /** When such a socket was seen and whose it was; empty where it was not. */
    List<Sighting> at(SocketKey key);
}

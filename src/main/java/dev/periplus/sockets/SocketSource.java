package dev.periplus.sockets;

import dev.periplus.address.Address;
import java.util.List;

/** Sockets of one host, saved or live. Called from any thread; never waits. */
interface SocketSource {
    /** Whether no socket is known yet, so that asking is of no use. */
    default boolean isEmpty() {
        return false;
    }

    /** Whether the host has this address. */
    boolean isLocal(Address address);

    /** Returns the sightings of a socket; empty if it was not seen. */
    List<Sighting> at(SocketKey key);
}

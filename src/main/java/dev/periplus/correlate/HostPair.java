package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.flow.Flow;

/** A client and a server. */
record HostPair(Address client, Address server) {
    static HostPair of(Flow flow) {
        return new HostPair(flow.host(flow.clientSide()), flow.host(flow.serverSide()));
    }
}

package dev.periplus.flow;

import dev.periplus.address.Address;

/** A client and a server. */
public record HostPair(Address client, Address server) {
    public static HostPair of(Flow flow) {
        return new HostPair(flow.host(flow.clientSide()), flow.host(flow.serverSide()));
    }
}

package dev.periplus.flow;

import dev.periplus.address.Address;

/** A client and a server. */
public record HostPair(Address client, Address server) {
    public static HostPair of(Flow flow) {
        return new HostPair(flow.host(flow.clientSide()), flow.host(flow.serverSide()));
    }

    /** Whether a host inside speaks to one outside, which is no group. */
    public static boolean isOutbound(Flow flow) {
        int server = flow.serverSide();
        return flow.host(flow.clientSide()).isPrivate()
                && !flow.host(server).isPrivate()
                && !Address.isMulticast(flow.high(server), flow.low(server));
    }
}

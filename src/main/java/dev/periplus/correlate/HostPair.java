package dev.periplus.correlate;

import dev.periplus.flow.Flow;

/** Who asks and who serves. */
record HostPair(Host client, Host server) {
    static HostPair of(Flow flow) {
        return new HostPair(Host.client(flow), Host.server(flow));
    }
}

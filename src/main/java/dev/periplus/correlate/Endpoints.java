package dev.periplus.correlate;

import dev.periplus.address.Endpoint;
import dev.periplus.flow.Flow;

/** The two endpoints of a flow, whatever its tags and tunnels; the lower first. */
record Endpoints(Endpoint lower, Endpoint upper) {
    static Endpoints of(Flow flow) {
        Endpoint one = flow.endpoint(0);
        Endpoint other = flow.endpoint(1);
        return one.compareTo(other) <= 0 ? new Endpoints(one, other) : new Endpoints(other, one);
    }
}

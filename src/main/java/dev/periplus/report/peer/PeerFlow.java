package dev.periplus.report.peer;

import dev.periplus.address.Endpoint;
import java.util.List;

/**
 * A flow as another tool recorded it.
 *
 * @param source the endpoint that sent first, as the tool says
 * @param start first packet, nanoseconds since the epoch
 * @param end last packet
 * @param services what the tool calls its protocols, in lower case; empty if it names none
 * @param id what the tool calls the flow; a text from its file
 */
record PeerFlow(Endpoint source, Endpoint destination, long start, long end, List<String> services, String id) {
    PeerFlow {
        services = List.copyOf(services);
    }

    /** The endpoints, in an order that does not depend on who sent first. */
    Pair pair() {
        return Pair.of(source, destination);
    }

    /** Two endpoints in order. */
    record Pair(Endpoint first, Endpoint second) {
        static Pair of(Endpoint one, Endpoint other) {
            return one.compareTo(other) <= 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }
}

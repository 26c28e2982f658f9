package dev.periplus.report.peer;

import dev.periplus.address.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flow as another tool recorded it.
 *
 * @param source the endpoint that sent first, as the tool says; null, like the destination, if it names no endpoints
 * @param start first packet, nanoseconds since the epoch
 * @param end last packet
 * @param services what the tool calls its protocols, in lower case; empty if it names none
 * @param id what the tool calls the flow; a text from its file
 * @param communityId the Community ID that the tool states, or null; not null without endpoints
 */
record PeerFlow(
        @Nullable Endpoint source,
        @Nullable Endpoint destination,
        long start,
        long end,
        List<String> services,
        String id,
        @Nullable String communityId) {
    PeerFlow {
        services = List.copyOf(services);
    }

    /** The endpoints, in an order that does not depend on who sent first; null if there are none. */
    @Nullable
    Pair pair() {
        return source == null || destination == null ? null : Pair.of(source, destination);
    }

    /** Two endpoints in order. */
    record Pair(Endpoint first, Endpoint second) {
        static Pair of(Endpoint one, Endpoint other) {
            return one.compareTo(other) <= 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }
}

package dev.periplus.sockets;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Matches one side of a flow with sockets. */
final class SideMatcher {
    private final Flow flow;
    private final Role role;
    private final Endpoint local;

    SideMatcher(Flow flow, Role role) {
        this.flow = flow;
        this.role = role;
        local = endpoint(flow.side(role));
    }

    private Endpoint endpoint(int side) {
        return new Endpoint(EndpointText.withoutZone(flow.host(side)), flow.port(side), flow.protocol());
    }

    /** Returns the best owner among a host's sockets, or null. */
    @Nullable
    OwnerCandidate match(SocketSource source) {
        SocketKey own = new SocketKey(local, endpoint(1 - flow.side(role)));
        OwnerCandidate exact = candidate(source.at(own), Grade.EXACT);
        return isCaller() ? exact : OwnerCandidate.better(exact, listener(source));
    }

    /** Whether the side was seen to connect: such a TCP client is not a listener, even if one has its port. */
    private boolean isCaller() {
        return flow.protocol() == Transport.TCP && role == Role.CLIENT && flow.direction() == Flow.Direction.OBSERVED;
    }

    /**
     * Finds a listener: a socket bound to the exact address comes before one for all IPv4 addresses, and that before
     * one for all addresses.
     */
    private @Nullable OwnerCandidate listener(SocketSource source) {
        Address address = local.address();
        OwnerCandidate best = bound(source, address);
        if (!source.isLocal(address)) {
            return best;
        }
        List<Address> wider = address.isIpv4() ? List.of(Address.ANY_IPV4, Address.ANY) : List.of(Address.ANY);
        for (Address any : wider) {
            if (best == null || best.grade() == Grade.GONE) {
                best = OwnerCandidate.better(best, bound(source, any));
            }
        }
        return best;
    }

    private @Nullable OwnerCandidate bound(SocketSource source, Address address) {
        Endpoint at = new Endpoint(address, local.port(), local.protocol());
        return candidate(source.at(new SocketKey(at, null)), Grade.LISTENER_ONLY);
    }

    private @Nullable OwnerCandidate candidate(List<Sighting> sightings, Grade grade) {
        return OwnerCandidate.of(sightings, grade, flow.start(), flow.end());
    }
}

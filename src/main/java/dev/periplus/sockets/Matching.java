package dev.periplus.sockets;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One side of a flow, and which sockets could be its. */
final class Matching {
    private final Flow flow;
    private final Role role;
    private final Endpoint local;

    Matching(Flow flow, Role role) {
        this.flow = flow;
        this.role = role;
        local = endpoint(flow.side(role));
    }

    private Endpoint endpoint(int side) {
        return new Endpoint(EndpointText.withoutZone(flow.host(side)), flow.port(side), flow.protocol());
    }

    /** The best owner that a host's sockets give, or null. */
    @Nullable
    Candidate in(SocketSource source) {
        SocketKey own = new SocketKey(local, endpoint(1 - flow.side(role)));
        Candidate exact = candidate(source.at(own), Grade.EXACT);
        return isCaller() ? exact : Candidate.better(exact, listener(source));
    }

    /** A TCP client that was seen to call is no listener, even where one has its port. */
    private boolean isCaller() {
        return flow.protocol() == Transport.TCP && role == Role.CLIENT && flow.direction() == Flow.Direction.OBSERVED;
    }

    /** A socket bound to this very address goes before one for all of its kind, and that before one for all. */
    private @Nullable Candidate listener(SocketSource source) {
        Address address = local.address();
        Candidate best = bound(source, address);
        if (!source.isLocal(address)) {
            return best;
        }
        List<Address> wider = address.isIpv4() ? List.of(Address.ANY_IPV4, Address.ANY) : List.of(Address.ANY);
        for (Address any : wider) {
            if (best == null || best.grade() == Grade.GONE) {
                best = Candidate.better(best, bound(source, any));
            }
        }
        return best;
    }

    private @Nullable Candidate bound(SocketSource source, Address address) {
        Endpoint at = new Endpoint(address, local.port(), local.protocol());
        return candidate(source.at(new SocketKey(at, null)), Grade.LISTENER_ONLY);
    }

    private @Nullable Candidate candidate(List<Sighting> sightings, Grade grade) {
        return Candidate.of(sightings, grade, flow.start(), flow.end());
    }
}

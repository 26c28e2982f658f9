package dev.periplus.sockets;

import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One side of a flow, and which sockets could be its. */
final class Matching {
    private final Flow flow;
    private final Role role;
    private final Address local;
    private final int localPort;

    Matching(Flow flow, Role role) {
        this.flow = flow;
        this.role = role;
        int side = flow.side(role);
        local = address(side);
        localPort = flow.port(side);
    }

    private Address address(int side) {
        return new Address(flow.high(side), flow.low(side));
    }

    /** The best owner that a host's sockets give, or null. */
    @Nullable
    Candidate in(SocketSource source) {
        int other = 1 - flow.side(role);
        SocketKey own = new SocketKey(flow.protocol(), local, localPort, address(other), flow.port(other));
        Candidate exact = candidate(source.at(own), Grade.EXACT);
        return isCaller() ? exact : Candidate.better(exact, listener(source));
    }

    /** A TCP client that was seen to call is no listener, even where one has its port. */
    private boolean isCaller() {
        return flow.protocol() == Entries.TCP && role == Role.CLIENT && flow.direction() == Flow.Direction.OBSERVED;
    }

    /** A socket bound to this very address goes before one for all of its kind, and that before one for all. */
    private @Nullable Candidate listener(SocketSource source) {
        Candidate best = bound(source, local);
        if (!source.isLocal(local)) {
            return best;
        }
        List<Address> wider = local.isIpv4() ? List.of(Address.ANY_IPV4, Address.ANY) : List.of(Address.ANY);
        for (Address any : wider) {
            if (best == null || best.grade() == Grade.GONE) {
                best = Candidate.better(best, bound(source, any));
            }
        }
        return best;
    }

    private @Nullable Candidate bound(SocketSource source, Address address) {
        return candidate(source.at(SocketKey.unconnected(flow.protocol(), address, localPort)), Grade.LISTENER_ONLY);
    }

    private @Nullable Candidate candidate(List<Sighting> sightings, Grade grade) {
        return Candidate.of(sightings, grade, flow.start(), flow.end());
    }
}

package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.KeyedHash;
import dev.periplus.classify.InspectionState;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.memory.Memory;
import dev.periplus.memory.RecentHashes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which side serves where neither a SYN nor the bytes show it. The first of these that tells the sides apart
 * decides: the asked side of an answer to a multicast or broadcast question; the side whose port is the label's own; a
 * server known from other flows; an earlier flow of the same two endpoints; the side whose port somebody claims. The
 * order of packets tells nothing, because the capture may have begun later than the flow: without any of these the
 * direction is unknown.
 */
final class Directions {
    private static final int MOST = Memory.scaled(1 << 16);

    /** Clients of current systems use ports from here on (RFC 6056 section 3.2 and the defaults of Linux). */
    private static final int EPHEMERAL = 32768;

    private static final int SYSTEM_PORTS = 1024;

    // Endpoints, by hash.
    private final RecentHashes servers = new RecentHashes(MOST);
    private final RecentHashes askers = new RecentHashes(MOST);

    /** The servers of flows of datagrams that fell silent, by both endpoints. */
    private final Map<Endpoints, Before> before = new BoundedMap<>(MOST);

    private final Homes homes;

    /** Tells where protocols are at home. */
    interface Homes {
        /** Whether a port is registered for a label, or the label is a known user of it. */
        boolean isHome(String label, int protocol, int port);

        /** Whether a port is registered, or has a known user that does not claim a wide range. */
        boolean isClaimed(int protocol, int port);
    }

    /** The server of an earlier flow, and whether that was more than a guess. */
    private record Before(Endpoint server, boolean isSure) {}

    Directions(Homes homes) {
        this.homes = homes;
    }

    /**
     * Corrects the direction of an ended flow, and learns from it.
     *
     * @param announced whether another flow has announced it, so that it does not matter who claims its ports
     */
    void revise(Flow flow, boolean announced) {
        if (flow.protocol() != Packet.TCP && flow.protocol() != Packet.UDP && flow.protocol() != Packet.SCTP) {
            return;
        }
        String label = InspectionState.of(flow).label();
        if (flow.isGuessed()) {
            direct(flow, label, announced);
        }
        learn(flow, label != null);
    }

    private void direct(Flow flow, @Nullable String label, boolean announced) {
        int assumed = flow.serverSide();
        boolean here = isHome(flow, assumed, label);
        if (here != isHome(flow, 1 - assumed, label)) {
            flow.serverIs(here ? assumed : 1 - assumed);
            return;
        }
        int known = Boolean.compare(isServer(flow, assumed), isServer(flow, 1 - assumed));
        if (known < 0 || answersGroup(flow, assumed)) {
            flow.serverIs(1 - assumed);
        } else if (known > 0 || isGroup(flow, assumed)) {
            flow.serverIs(assumed);
        } else if (!continues(flow)) {
            directByPorts(flow, !announced);
        }
    }

    private boolean isHome(Flow flow, int side, @Nullable String label) {
        return label != null && homes.isHome(label, flow.protocol(), flow.port(side));
    }

    private static long hash(Flow flow, int side) {
        return KeyedHash.with(KeyedHash.of(flow.high(side), flow.low(side), flow.port(side)), flow.protocol());
    }

    /** Whether other flows know this side as a server. */
    private boolean isServer(Flow flow, int side) {
        return servers.contains(hash(flow, side));
    }

    /** Takes over the direction of an earlier flow of the same endpoints; returns whether there was one. */
    private boolean continues(Flow flow) {
        Before earlier = before.isEmpty() ? null : before.get(Endpoints.of(flow));
        if (earlier == null) {
            return false;
        }
        int side = flow.endpoint(0).equals(earlier.server) ? 0 : 1;
        if (earlier.isSure) {
            flow.serverIs(side);
        } else {
            flow.serverMayBe(side);
        }
        return true;
    }

    /**
     * A port that somebody claims is the server's; of two or of none, one that clients do not choose. Only a claim
     * outweighs the order of packets; and not if it would turn one side's questions to a port of no client into answers.
     * Where another flow has announced this one, it does not matter who claims its ports.
     */
    private void directByPorts(Flow flow, boolean claimsCount) {
        int assumed = flow.serverSide();
        boolean claimed = claimsCount && homes.isClaimed(flow.protocol(), flow.port(assumed));
        boolean otherClaimed = claimsCount && homes.isClaimed(flow.protocol(), flow.port(1 - assumed));
        int lean = Boolean.compare(otherClaimed, claimed);
        lean = lean == 0 ? lean(flow.port(1 - assumed), flow.port(assumed)) : lean;
        if (lean > 0 && flow.packets(assumed) == 0 && flow.port(assumed) < EPHEMERAL) {
            lean = 0;
        }
        int server = lean > 0 ? 1 - assumed : assumed;
        boolean sure = lean < 0 || lean > 0 && otherClaimed;
        if (sure && flow.protocol() != Packet.TCP) {
            flow.serverIs(server);
        } else {
            flow.serverMayBe(server);
        }
    }

    /** Above 0 if the first port is a server's rather than the second, by the ranges from which clients take theirs. */
    private static int lean(int port, int other) {
        int lean = Boolean.compare(port < EPHEMERAL, other < EPHEMERAL);
        return lean == 0 ? Boolean.compare(port < SYSTEM_PORTS, other < SYSTEM_PORTS) : lean;
    }

    /** Whether the assumed server has sent to a group, so that this is one of the answers. */
    private boolean answersGroup(Flow flow, int assumed) {
        return flow.protocol() == Packet.UDP && askers.contains(hash(flow, assumed));
    }

    /** Whether a side is a multicast address, or looks like the broadcast address of an IPv4 network. */
    static boolean isGroup(Flow flow, int side) {
        return Address.isMulticast(flow.high(side), flow.low(side))
                || Address.isIpv4(flow.high(side), flow.low(side)) && (flow.low(side) & 0xff) == 0xff;
    }

    private void learn(Flow flow, boolean known) {
        boolean asks = flow.protocol() == Packet.UDP && isGroup(flow, flow.serverSide());
        boolean sure = flow.direction() != Flow.Direction.UNKNOWN;
        if (asks && flow.port(0) != flow.port(1)) {
            askers.add(hash(flow, flow.clientSide()));
        } else if (!asks && sure && (known || flow.payload(0) > 0 && flow.payload(1) > 0)) {
            servers.add(hash(flow, flow.serverSide()));
        }
        if (flow.protocol() != Packet.TCP && flow.endReason() == FlowEnd.IDLE) {
            before.put(Endpoints.of(flow), new Before(flow.server(), sure));
        }
    }
}

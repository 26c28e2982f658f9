package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.classify.InspectionState;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.memory.Memory;
import dev.periplus.memory.RecentHashes;
import java.util.Arrays;
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

    private static final int LOWER_SERVED = 1;
    private static final int SURE = 2;

    // Endpoints, by hash.
    private final RecentHashes servers = new RecentHashes(MOST);
    private final RecentHashes askers = new RecentHashes(MOST);

    /** Flows of datagrams that fell silent, by the hashes of both endpoints. */
    private final RecentHashes before = new RecentHashes(MOST);

    /** Of these by place: whether the endpoint with the lower hash served, and whether that was more than a guess. */
    private byte[] directions = {};

    private final Homes homes;

    /** Tells where protocols are at home. */
    interface Homes {
        /** Whether a port is registered for a label, or the label is a known user of it. */
        boolean isHome(String label, int protocol, int port);

        /** Whether a port is registered, or has a known user that does not claim a wide range. */
        boolean isClaimed(int protocol, int port);
    }

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

    /** Whether other flows know this side as a server. */
    private boolean isServer(Flow flow, int side) {
        return servers.contains(Endpoints.hash(flow, side));
    }

    /** Takes over the direction of an earlier flow of the same endpoints; returns whether there was one. */
    private boolean continues(Flow flow) {
        long zero = Endpoints.hash(flow, 0);
        long one = Endpoints.hash(flow, 1);
        int place = before.find(zero + one);
        if (place == RecentHashes.NONE) {
            return false;
        }
        int lower = zero <= one ? 0 : 1;
        int side = (directions[place] & LOWER_SERVED) != 0 ? lower : 1 - lower;
        if ((directions[place] & SURE) != 0) {
            flow.serverIs(side);
        } else {
            flow.serverMayBe(side);
        }
        return true;
    }

    private void remember(Flow flow, boolean sure) {
        long server = Endpoints.hash(flow, flow.serverSide());
        long client = Endpoints.hash(flow, flow.clientSide());
        int place = before.add(server + client);
        if (place >= directions.length) {
            directions = Arrays.copyOf(directions, before.places());
        }
        directions[place] = (byte) ((server <= client ? LOWER_SERVED : 0) | (sure ? SURE : 0));
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
        return flow.protocol() == Packet.UDP && askers.contains(Endpoints.hash(flow, assumed));
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
            askers.add(Endpoints.hash(flow, flow.clientSide()));
        } else if (!asks && sure && (known || flow.payload(0) > 0 && flow.payload(1) > 0)) {
            servers.add(Endpoints.hash(flow, flow.serverSide()));
        }
        if (flow.protocol() != Packet.TCP && flow.endReason() == FlowEnd.IDLE) {
            remember(flow, sure);
        }
    }
}

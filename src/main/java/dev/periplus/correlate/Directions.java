package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.classify.InspectionState;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which side serves where neither a SYN nor the bytes show it: the asked side of an answer to a multicast or
 * broadcast question, then the side whose port is the label's own, then a server known from other flows.
 */
final class Directions {
    private static final int MOST = Memory.scaled(1 << 16);

    private final Map<Endpoint, Boolean> servers = new BoundedMap<>(MOST);
    private final Map<Endpoint, Boolean> askers = new BoundedMap<>(MOST);
    private final Homes homes;

    /** Tells where protocols are at home. */
    interface Homes {
        /** Whether a port is registered for a label, or the label is a known user of it. */
        boolean isHome(String label, int protocol, int port);
    }

    Directions(Homes homes) {
        this.homes = homes;
    }

    /** Corrects the direction of an ended flow, and learns from it. */
    void revise(Flow flow) {
        if (flow.protocol() != Packet.TCP && flow.protocol() != Packet.UDP && flow.protocol() != Packet.SCTP) {
            return;
        }
        String label = InspectionState.of(flow).label();
        if (flow.isGuessed()) {
            int assumed = flow.serverSide();
            boolean here = isHome(flow, assumed, label);
            if (here && flow.direction() == Flow.Direction.UNKNOWN) {
                flow.serverIs(assumed);
            } else if (!here && (answersGroup(flow, assumed) || isHome(flow, 1 - assumed, label) || isKnown(flow))) {
                flow.serverIs(1 - assumed);
            }
        }
        learn(flow, label != null);
    }

    private boolean isHome(Flow flow, int side, @Nullable String label) {
        return label != null && homes.isHome(label, flow.protocol(), flow.port(side));
    }

    /** Whether other flows know the assumed client as a server, and not the assumed server. */
    private boolean isKnown(Flow flow) {
        return servers.containsKey(flow.endpoint(flow.clientSide())) && !servers.containsKey(flow.server());
    }

    /** Whether the assumed server has sent to a group, so that this is one of the answers. */
    private boolean answersGroup(Flow flow, int assumed) {
        return flow.protocol() == Packet.UDP && askers.containsKey(flow.endpoint(assumed));
    }

    /** Whether a side is a multicast address, or looks like the broadcast address of an IPv4 network. */
    static boolean isGroup(Flow flow, int side) {
        return Address.isMulticast(flow.high(side), flow.low(side))
                || Address.isIpv4(flow.high(side), flow.low(side)) && (flow.low(side) & 0xff) == 0xff;
    }

    private void learn(Flow flow, boolean known) {
        boolean asks = flow.protocol() == Packet.UDP && isGroup(flow, flow.serverSide());
        if (asks && flow.port(0) != flow.port(1)) {
            askers.put(flow.endpoint(flow.clientSide()), true);
        } else if (!asks && known && flow.direction() != Flow.Direction.UNKNOWN) {
            servers.put(flow.server(), true);
        }
    }
}

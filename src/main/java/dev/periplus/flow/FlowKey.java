package dev.periplus.flow;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.KeyedHash;
import dev.periplus.decode.Packet;

/** Identifies both directions of a flow; the lower of its two endpoints comes first. */
public record FlowKey(int ipVersion, int vlan, long tunnel, Endpoint lower, Endpoint upper)
        implements Comparable<FlowKey> {
    @Override
    public int compareTo(FlowKey other) {
        int order = Long.compare(tunnel, other.tunnel);
        order = order == 0 ? lower.compareTo(other.lower) : order;
        order = order == 0 ? upper.compareTo(other.upper) : order;
        order = order == 0 ? Integer.compare(vlan, other.vlan) : order;
        return order == 0 ? Integer.compare(ipVersion, other.ipVersion) : order;
    }

    @Override
    public int hashCode() {
        return (int) KeyedHash.with(KeyedHash.with(31L * lower.hashCode() + upper.hashCode(), tunnel), vlan);
    }

    public static FlowKey of(Flow flow) {
        return of(flow.ipVersion(), flow.vlan(), flow.tunnel, flow.endpoint(0), flow.endpoint(1));
    }

    public static FlowKey of(Packet p) {
        return of(
                p.ipVersion,
                p.vlan,
                p.tunnel,
                new Endpoint(new Address(p.sourceHigh, p.sourceLow), p.sourcePort, p.protocol),
                new Endpoint(new Address(p.destinationHigh, p.destinationLow), p.destinationPort, p.protocol));
    }

    /** Whether a packet belongs to a flow. */
    static boolean isOf(Packet p, Flow flow) {
        if (p.protocol != flow.protocol()
                || p.ipVersion != flow.ipVersion()
                || p.vlan != flow.vlan()
                || p.tunnel != flow.tunnel) {
            return false;
        }
        return p.sourcePort == flow.port0
                        && p.destinationPort == flow.port1
                        && p.sourceLow == flow.low0
                        && p.destinationLow == flow.low1
                        && p.sourceHigh == flow.high0
                        && p.destinationHigh == flow.high1
                || p.sourcePort == flow.port1
                        && p.destinationPort == flow.port0
                        && p.sourceLow == flow.low1
                        && p.destinationLow == flow.low0
                        && p.sourceHigh == flow.high1
                        && p.destinationHigh == flow.high0;
    }

    /** The side of a flow that sent a packet. */
    static int sideOf(Packet p, Flow flow) {
        return p.sourcePort == flow.port0 && p.sourceLow == flow.low0 && p.sourceHigh == flow.high0 ? 0 : 1;
    }

    private static FlowKey of(int ipVersion, int vlan, long tunnel, Endpoint one, Endpoint other) {
        return one.compareTo(other) <= 0
                ? new FlowKey(ipVersion, vlan, tunnel, one, other)
                : new FlowKey(ipVersion, vlan, tunnel, other, one);
    }
}

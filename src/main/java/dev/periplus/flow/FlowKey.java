package dev.periplus.flow;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.KeyedHash;
import dev.periplus.decode.Packet;
import java.util.Comparator;

/** Identifies both directions of a flow; the lower of its two endpoints comes first. */
public record FlowKey(int ipVersion, int vlan, long tunnel, Endpoint lower, Endpoint upper)
        implements Comparable<FlowKey> {
    private static final Comparator<FlowKey> ORDER = Comparator.comparingLong(FlowKey::tunnel)
            .thenComparing(FlowKey::lower)
            .thenComparing(FlowKey::upper)
            .thenComparingInt(FlowKey::vlan)
            .thenComparingInt(FlowKey::ipVersion);

    @Override
    public int compareTo(FlowKey other) {
        return ORDER.compare(this, other);
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

    private static FlowKey of(int ipVersion, int vlan, long tunnel, Endpoint one, Endpoint other) {
        return one.compareTo(other) <= 0
                ? new FlowKey(ipVersion, vlan, tunnel, one, other)
                : new FlowKey(ipVersion, vlan, tunnel, other, one);
    }
}

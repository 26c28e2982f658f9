package dev.periplus.flow;

import dev.periplus.decode.Packet;

/** Both directions of a flow; the side whose address, then port, is the lower comes first. */
public record FlowKey(
        int protocol,
        int ipVersion,
        int vlan,
        long tunnel,
        long high0,
        long low0,
        int port0,
        long high1,
        long low1,
        int port1) {
    public static FlowKey of(Flow flow) {
        return of(
                flow.protocol(),
                flow.ipVersion(),
                flow.vlan(),
                flow.tunnel(),
                flow.high0,
                flow.low0,
                flow.port0,
                flow.high1,
                flow.low1,
                flow.port1);
    }

    public static FlowKey of(Packet p) {
        return of(
                p.protocol,
                p.ipVersion,
                p.vlan,
                p.tunnel,
                p.sourceHigh,
                p.sourceLow,
                p.sourcePort,
                p.destinationHigh,
                p.destinationLow,
                p.destinationPort);
    }

    private static FlowKey of(
            int protocol,
            int ipVersion,
            int vlan,
            long tunnel,
            long high0,
            long low0,
            int port0,
            long high1,
            long low1,
            int port1) {
        int order = Long.compare(high0, high1);
        order = order == 0 ? Long.compare(low0, low1) : order;
        order = order == 0 ? Integer.compare(port0, port1) : order;
        return order <= 0
                ? new FlowKey(protocol, ipVersion, vlan, tunnel, high0, low0, port0, high1, low1, port1)
                : new FlowKey(protocol, ipVersion, vlan, tunnel, high1, low1, port1, high0, low0, port0);
    }
}

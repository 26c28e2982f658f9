package dev.periplus.view;

import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.Flow;
import dev.periplus.registry.Transports;

/** A port of a host. */
public record Endpoint(Host host, int port, int protocol) {
    /** That of a flow's server. */
    public static Endpoint server(FlowRecord record) {
        Flow flow = record.flow();
        return new Endpoint(Host.of(flow, flow.serverSide()), flow.port(flow.serverSide()), flow.protocol());
    }

    public String transport() {
        return Transports.name(protocol);
    }

    /** The port and its transport, {@code 3251/tcp}. */
    public String service() {
        return port + "/" + transport();
    }

    @Override
    public String toString() {
        return (host.isIpv4() ? host.toString() : "[" + host + "]") + ":" + service();
    }
}

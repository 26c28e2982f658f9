package dev.periplus.review;

import dev.periplus.classify.FlowRecord;
import dev.periplus.decode.Addresses;
import dev.periplus.flow.Flow;
import dev.periplus.registry.Transports;

/** A port of a host. */
record Endpoint(long high, long low, int port, int protocol) {
    static Endpoint server(FlowRecord record) {
        Flow flow = record.flow();
        int side = flow.serverSide();
        return new Endpoint(flow.high(side), flow.low(side), flow.port(side), flow.protocol());
    }

    String host() {
        return Addresses.text(high, low);
    }

    String transport() {
        return Transports.name(protocol);
    }

    /** The port and its transport, {@code 3251/tcp}. */
    String service() {
        return port + "/" + transport();
    }

    @Override
    public String toString() {
        return (Addresses.isIpv4(high, low) ? host() : "[" + host() + "]") + ":" + service();
    }
}

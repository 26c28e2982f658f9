package dev.periplus.address;

import org.jspecify.annotations.Nullable;

/**
 * A port on a host. Ordered by address, port and protocol.
 *
 * @param port 0 if the protocol has no ports or no particular port is meant
 * @param protocol number of the {@link Transport}
 */
public record Endpoint(Address address, int port, int protocol) implements Comparable<Endpoint> {
    /** The name of the transport. */
    public String transport() {
        return Transport.name(protocol, port);
    }

    /** The port and its transport, such as {@code 3251/tcp}; only the transport of a frame. */
    public String service() {
        return Transport.isFrame(protocol) ? transport() : port + "/" + transport();
    }

    @Override
    public int compareTo(Endpoint other) {
        int order = address.compareTo(other.address);
        order = order == 0 ? Integer.compare(port, other.port) : order;
        return order == 0 ? Integer.compare(protocol, other.protocol) : order;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Endpoint endpoint
                && endpoint.port == port
                && endpoint.protocol == protocol
                && endpoint.address.equals(address);
    }

    @Override
    public int hashCode() {
        return (address.hashCode() * 31 + port) * 31 + protocol;
    }

    /** Returns {@code 192.0.2.1:3251/tcp} or {@code [2001:db8::1]:3251/tcp}; {@code 00:53:00:00:00:01 llc:0x42}. */
    @Override
    public String toString() {
        return Transport.isFrame(protocol) ? address + " " + service() : address.bracketed() + ":" + service();
    }
}

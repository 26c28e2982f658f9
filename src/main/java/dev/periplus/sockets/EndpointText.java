package dev.periplus.sockets;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import org.jspecify.annotations.Nullable;

/** Parses endpoints of socket tables. */
final class EndpointText {
    private static final int UNREADABLE = -1;

    private EndpointText() {}

    /**
     * Parses {@code 10.0.0.5:22}, {@code [::1]:22}, {@code :::22}, {@code 127.0.0.53%lo:53}, {@code *:80}, {@code *:*};
     * a star as the port yields 0.
     *
     * @return null for anything else
     */
    static @Nullable Endpoint parse(String text, int transport) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return null;
        }
        int port = port(text.substring(colon + 1));
        String host = text.substring(0, colon);
        Address address = host.equals("*") || host.startsWith("*%") ? Address.ANY : Address.parse(host);
        return port == UNREADABLE || address == null ? null : new Endpoint(withoutZone(address), port, transport);
    }

    private static int port(String text) {
        long port = text.equals("*") ? 0 : TableLine.number(text);
        return port < 0 || port > 0xffff ? UNREADABLE : (int) port;
    }

    /** Clears the zone that BSD kernels, and therefore lsof, keep in the second group of a link-local address. */
    static Address withoutZone(Address address) {
        return address.high() >>> 48 == 0xfe80
                ? new Address(address.high() & 0xffff_0000_ffff_ffffL, address.low())
                : address;
    }
}

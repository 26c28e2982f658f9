package dev.periplus.sockets;

import org.jspecify.annotations.Nullable;

/**
 * An address and a port as socket tables write them.
 *
 * @param port {@link #NO_PORT} for {@code *} and 0
 */
record Endpoint(Address address, int port) {
    static final int NO_PORT = -1;

    private static final int UNREADABLE = -2;

    /**
     * Reads {@code 10.0.0.5:22}, {@code [::1]:22}, {@code :::22}, {@code 127.0.0.53%lo:53}, {@code *:80}, {@code *:*}.
     *
     * @return null for anything else
     */
    static @Nullable Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return null;
        }
        int port = port(text.substring(colon + 1));
        String host = text.substring(0, colon);
        Address address = AddressText.bare(host).equals("*") ? Address.ANY : Address.parse(host);
        return port == UNREADABLE || address == null ? null : new Endpoint(address, port);
    }

    static @Nullable Endpoint of(String address, String port) {
        Address parsed = Address.parse(address);
        int number = port(port);
        return parsed == null || number == UNREADABLE ? null : new Endpoint(parsed, number);
    }

    /** True for the peer of a listener: no port, or no address in particular. */
    boolean isOpen() {
        return port == NO_PORT || address.isAny();
    }

    private static int port(String text) {
        if (text.equals("*")) {
            return NO_PORT;
        }
        long port = Line.number(text);
        return port < 0 || port > 0xffff ? UNREADABLE : port == 0 ? NO_PORT : (int) port;
    }
}

package dev.periplus.synthetic;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A numeric address and a port. */
record Endpoint(String ip, int port) {
    /** Returns the address as 4 or 16 bytes. */
    static byte[] address(String ip) {
        try {
            return InetAddress.getByName(ip).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(ip, e);
        }
    }

    Endpoint withPort(int other) {
        return new Endpoint(ip, other);
    }
}

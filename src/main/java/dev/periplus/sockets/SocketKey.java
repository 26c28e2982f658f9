package dev.periplus.sockets;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a socket is looked up by. Comparable, so that a table of keys with equal hashes, which a file may be full of, is
 * still searched fast.
 *
 * @param remote null for listeners and unconnected UDP, {@code remotePort} is then -1
 */
record SocketKey(
        int transport,
        Address local,
        int localPort,
        @Nullable Address remote,
        int remotePort) implements Comparable<SocketKey> {
    private static final Comparator<Address> ADDRESSES =
            Comparator.comparingLong(Address::high).thenComparingLong(Address::low);
    private static final Comparator<SocketKey> ORDER = Comparator.comparingInt(SocketKey::localPort)
            .thenComparingInt(SocketKey::remotePort)
            .thenComparingInt(SocketKey::transport)
            .thenComparing(SocketKey::local, ADDRESSES)
            .thenComparing(SocketKey::remote, Comparator.nullsFirst(ADDRESSES));

    static SocketKey unconnected(int transport, Address local, int localPort) {
        return new SocketKey(transport, local, localPort, null, Endpoint.NO_PORT);
    }

    @Override
    public int compareTo(SocketKey other) {
        return ORDER.compare(this, other);
    }
}

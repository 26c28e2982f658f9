package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a socket is looked up by. Comparable, so that a table of keys with equal hashes, which a file may be full of, is
 * still searched fast.
 *
 * @param remote null for listeners and unconnected UDP
 */
record SocketKey(Endpoint local, @Nullable Endpoint remote) implements Comparable<SocketKey> {
    private static final Comparator<SocketKey> ORDER = Comparator.comparing(SocketKey::local)
            .thenComparing(SocketKey::remote, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** The key of a socket; a remote end without a port, or without an address in particular, is none. */
    static SocketKey of(Endpoint local, @Nullable Endpoint remote) {
        boolean open = remote == null || remote.port() == 0 || remote.address().isAny();
        return new SocketKey(local, open ? null : remote);
    }

    @Override
    public int compareTo(SocketKey other) {
        return ORDER.compare(this, other);
    }
}

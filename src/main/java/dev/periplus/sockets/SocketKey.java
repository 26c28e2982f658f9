package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The key by which sockets are looked up. Comparable, so that look-ups stay fast even if a hostile file is full of keys
 * with equal hashes.
 *
 * @param remote null for listeners and unconnected UDP
 */
record SocketKey(Endpoint local, @Nullable Endpoint remote) implements Comparable<SocketKey> {
    private static final Comparator<SocketKey> ORDER = Comparator.comparing(SocketKey::local)
            .thenComparing(SocketKey::remote, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** Returns the key of a socket; a remote endpoint without a port or with a wildcard address counts as none. */
    static SocketKey of(Endpoint local, @Nullable Endpoint remote) {
        boolean open = remote == null || remote.port() == 0 || remote.address().isAny();
        return new SocketKey(local, open ? null : remote);
    }

    @Override
    public int compareTo(SocketKey other) {
        return ORDER.compare(this, other);
    }
}

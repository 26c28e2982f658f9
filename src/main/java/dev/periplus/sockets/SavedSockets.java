package dev.periplus.sockets;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An indexed snapshot. Immutable. */
final class SavedSockets implements SocketSource {
    private static final long NANOS = 1_000_000_000L;

    /** About 285 years either side of the epoch: the range of 64-bit nanoseconds. */
    private static final long LAST_SECOND = 9_000_000_000L;

    private final Map<SocketKey, List<OwningProcess>> owners = new HashMap<>();
    private final Set<Address> addresses;
    private final long from;
    private final long until;

    SavedSockets(Snapshot snapshot) {
        Instant taken = snapshot.taken();
        from = taken == null ? Long.MIN_VALUE : nanos(taken);
        until = taken == null ? Long.MAX_VALUE : nanos(taken);
        addresses = snapshot.host().isEmpty() ? bound(snapshot.sockets()) : snapshot.host();
        snapshot.sockets().forEach(this::add);
    }

    /** Addresses that sockets are bound to; used if the addresses of the host are not given. */
    private static Set<Address> bound(List<Socket> sockets) {
        Set<Address> bound = new HashSet<>();
        for (Socket socket : sockets) {
            if (!socket.local().address().isAny()) {
                bound.add(socket.local().address());
            }
        }
        return bound;
    }

    private static long nanos(Instant time) {
        long second = Math.max(-LAST_SECOND, Math.min(LAST_SECOND, time.getEpochSecond()));
        return second * NANOS + time.getNano();
    }

    private void add(Socket socket) {
        SocketKey key = keyOf(socket);
        if (key == null) {
            return;
        }
        List<OwningProcess> known = owners.computeIfAbsent(key, k -> new ArrayList<>(1));
        for (OwningProcess process : socket.processes()) {
            if (known.size() < Sighting.MOST && known.stream().noneMatch(other -> other.pid() == process.pid())) {
                known.add(process);
            }
        }
    }

    /** Returns null for a TCP socket that neither listens nor is connected. */
    private static @Nullable SocketKey keyOf(Socket socket) {
        boolean unused = socket.remote() == null && socket.local().protocol() == Transport.TCP && !socket.listening();
        return unused ? null : new SocketKey(socket.local(), socket.remote());
    }

    @Override
    public boolean isLocal(Address address) {
        return address.isLoopback() || addresses.contains(address);
    }

    @Override
    public List<Sighting> at(SocketKey key) {
        List<OwningProcess> processes = owners.get(key);
        return processes == null ? List.of() : List.of(new Sighting(processes, from, until));
    }
}

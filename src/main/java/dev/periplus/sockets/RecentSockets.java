package dev.periplus.sockets;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sockets that this host has or recently had. One thread writes, any thread reads.
 *
 * <p>How it works: each poll extends the sighting of a socket that is still there with the same processes, or begins
 * another; the last four sightings of a socket are kept. A socket not seen for ten minutes, longer than any flow stays
 * open without a packet, is removed, and beyond 65,536 sockets so are those unseen for the longest time. With one or
 * two sightings each, this takes about 20 MB at most.
 */
final class RecentSockets implements SocketSource {
    static final int MOST = 1 << 16;
    static final long KEPT = 600_000_000_000L;

    private static final int SIGHTINGS = 4;

    private final int most;
    private final Map<SocketKey, List<Sighting>> sockets = new ConcurrentHashMap<>();
    private volatile Set<Address> addresses = Set.of();
    private long lastLook = Long.MIN_VALUE;

    RecentSockets(int most) {
        this.most = most;
    }

    void addresses(Set<Address> own) {
        addresses = Set.copyOf(own);
    }

    /** Whether the latest sighting of a socket has the same processes. */
    boolean isKnown(OpenSocket socket) {
        List<Sighting> before = sockets.get(socket.key());
        return before != null
                && before.get(before.size() - 1).processes().stream()
                        .map(OwningProcess::pid)
                        .toList()
                        .equals(socket.pids());
    }

    /**
     * Records one poll of the table.
     *
     * @param now nanoseconds since the epoch
     * @param step maximum time until the next poll, in nanoseconds
     * @param present the sockets and their processes
     */
    void look(long now, long step, Map<SocketKey, List<OwningProcess>> present) {
        long since = lastLook == Long.MIN_VALUE ? now : Math.min(lastLook, now);
        present.forEach((key, owners) -> sockets.compute(
                key, (k, before) -> seen(before == null ? List.of() : before, owners, since, now + step)));
        lastLook = now;
        sockets.values().removeIf(sightings -> last(sightings).until() < now - KEPT);
        int excess = sockets.size() - most;
        if (excess > 0) {
            sockets.entrySet().stream()
                    .sorted(Comparator.comparingLong(
                            entry -> last(entry.getValue()).until()))
                    .limit(excess)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(sockets::remove);
        }
    }

    private static Sighting last(List<Sighting> sightings) {
        return sightings.get(sightings.size() - 1);
    }

    private static List<Sighting> seen(List<Sighting> before, List<OwningProcess> owners, long since, long until) {
        List<Sighting> sightings = new ArrayList<>(before);
        long from = since;
        if (!before.isEmpty()
                && last(before).until() >= since
                && last(before).processes().equals(owners)) {
            from = last(before).from();
            sightings.remove(before.size() - 1);
        } else if (before.size() == SIGHTINGS) {
            sightings.remove(0);
        }
        sightings.add(new Sighting(owners, from, until));
        return List.copyOf(sightings);
    }

    /** Returns false for a TCP socket that neither listens nor is connected. */
    static boolean isOfUse(OpenSocket socket) {
        return socket.listening()
                || socket.key().remote() != null
                || socket.key().local().protocol() != Transport.TCP;
    }

    int size() {
        return sockets.size();
    }

    @Override
    public boolean isLocal(Address address) {
        return address.isLoopback() || addresses.contains(address);
    }

    @Override
    public List<Sighting> at(SocketKey key) {
        return sockets.getOrDefault(key, List.of());
    }
}

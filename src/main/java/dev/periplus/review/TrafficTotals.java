package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.KeyedHash;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Quota;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Number of flows, bytes and clients, and the time span of flows. */
final class TrafficTotals {
    private final Quota quota;
    /** Clients that are named. */
    static final int NAMED = 10;

    private final Set<Long> clients = new HashSet<>(2);
    private final Set<Address> named = new LinkedHashSet<>(2);
    long flows;
    long bytes;
    long uploaded;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    /** @param quota limits the clients that are kept */
    TrafficTotals(Quota quota) {
        this.quota = quota;
    }

    void add(Flow flow) {
        int client = flow.clientSide();
        flows++;
        bytes += flow.bytes(0) + flow.bytes(1);
        uploaded += flow.bytes(client);
        name(flow.host(client));
        first = Math.min(first, flow.start());
        last = Math.max(last, flow.end());
        client(KeyedHash.of(flow.high(client), flow.low(client)));
    }

    /** Adds the totals of another. */
    void merge(TrafficTotals other) {
        flows += other.flows;
        bytes += other.bytes;
        uploaded += other.uploaded;
        other.named.forEach(this::name);
        first = Math.min(first, other.first);
        last = Math.max(last, other.last);
        other.clients.forEach(this::client);
    }

    private void name(Address client) {
        if (named.size() < NAMED) {
            named.add(client);
        }
    }

    /** The first clients, at most {@link #NAMED}. */
    List<Address> named() {
        return List.copyOf(named);
    }

    private void client(long client) {
        if (!clients.contains(client) && quota.take()) {
            clients.add(client);
        }
    }

    /** Number of distinct clients; a lower bound if the quota is used up. */
    int clients() {
        return clients.size();
    }
}

package dev.periplus.review;

import dev.periplus.address.KeyedHash;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Quota;
import java.util.HashSet;
import java.util.Set;

/** Number of flows, bytes and clients, and the time span of flows. */
final class TrafficTotals {
    private final Quota quota;
    private final Set<Long> clients = new HashSet<>(2);
    long flows;
    long bytes;
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
        first = Math.min(first, flow.start());
        last = Math.max(last, flow.end());
        client(KeyedHash.of(flow.high(client), flow.low(client)));
    }

    /** Adds the totals of another. */
    void merge(TrafficTotals other) {
        flows += other.flows;
        bytes += other.bytes;
        first = Math.min(first, other.first);
        last = Math.max(last, other.last);
        other.clients.forEach(this::client);
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

package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.flow.Flow;
import java.util.HashSet;
import java.util.Set;

/** How many flows of how many clients, and when. */
final class TrafficTotals {
    private final Quota quota;
    private final Set<Long> clients = new HashSet<>(2);
    long flows;
    long bytes;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    /** @param room for clients */
    TrafficTotals(Quota quota) {
        this.quota = quota;
    }

    void add(Flow flow) {
        int client = flow.clientSide();
        flows++;
        bytes += flow.bytes(0) + flow.bytes(1);
        first = Math.min(first, flow.start());
        last = Math.max(last, flow.end());
        client(Address.hash(flow.high(client), flow.low(client)));
    }

    /** Adds what another counted. */
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

    /** How many hosts asked; of very many, about. */
    int clients() {
        return clients.size();
    }
}

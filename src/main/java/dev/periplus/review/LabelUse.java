package dev.periplus.review;

import dev.periplus.classify.FlowRecord;
import dev.periplus.flow.Flow;
import java.util.HashSet;
import java.util.Set;

/** What was seen of one label on one port of a host. */
final class LabelUse {
    private static final int MOST_CLIENTS = 4096;

    private final Set<Long> clients = new HashSet<>();
    private FlowRecord example;
    long flows;
    long bytes;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    LabelUse(FlowRecord first) {
        example = first;
    }

    void add(FlowRecord record) {
        Flow flow = record.flow();
        int client = flow.clientSide();
        flows++;
        bytes += flow.bytes(0) + flow.bytes(1);
        first = Math.min(first, flow.start());
        last = Math.max(last, flow.end());
        if (clients.size() < MOST_CLIENTS) {
            clients.add(flow.high(client) * 31 + flow.low(client));
        }
        if (record.verdict().confidence() > example.verdict().confidence()) {
            example = record;
        }
    }

    /** Adds what another counted; the example stays. */
    void takeIn(LabelUse other) {
        flows += other.flows;
        bytes += other.bytes;
        first = Math.min(first, other.first);
        last = Math.max(last, other.last);
        for (long client : other.clients) {
            if (clients.size() < MOST_CLIENTS) {
                clients.add(client);
            }
        }
    }

    /** How many hosts asked; of very many, about. */
    int clients() {
        return clients.size();
    }

    /** The flow with the highest confidence. */
    FlowRecord example() {
        return example;
    }
}

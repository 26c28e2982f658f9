package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import java.util.Map;

/**
 * Tracks which UDP ports of a range are in use on each server. Flows must be added in the order of their starts. A port
 * stays in use until a minute after the last packet of its latest flow.
 */
final class PortUse {
    private static final long LINGER_NANOS = 60_000_000_000L;
    private static final int MOST_SERVERS = Memory.scaled(4096);

    private final int lowest;
    private final int ports;
    private final Map<Address, long[]> lastUse = new BoundedMap<>(MOST_SERVERS);
    private final Map<Address, Address[]> lastClient = new BoundedMap<>(MOST_SERVERS);

    PortUse(int lowest, int highest) {
        this.lowest = lowest;
        ports = highest - lowest + 1;
    }

    /** Returns the number of ports below the flow's that are in use at its start. */
    int lowerInUse(Flow flow) {
        long[] ends = lastUse.get(flow.host(flow.serverSide()));
        int below = flow.port(flow.serverSide()) - lowest;
        int inUse = 0;
        for (int i = 0; ends != null && i < below; i++) {
            inUse += ends[i] + LINGER_NANOS >= flow.start() && ends[i] != 0 ? 1 : 0;
        }
        return inUse;
    }

    /** Whether another client used the next lower port. */
    boolean neighbourIsAnotherClient(Flow flow) {
        int index = flow.port(flow.serverSide()) - lowest;
        Address[] clients = lastClient.get(flow.host(flow.serverSide()));
        return clients != null
                && index > 0
                && clients[index - 1] != null
                && !clients[index - 1].equals(flow.host(flow.clientSide()));
    }

    void use(Flow flow) {
        int index = flow.port(flow.serverSide()) - lowest;
        Address server = flow.host(flow.serverSide());
        long[] ends = lastUse.computeIfAbsent(server, host -> new long[ports]);
        ends[index] = Math.max(ends[index], flow.end());
        lastClient.computeIfAbsent(server, host -> new Address[ports])[index] = flow.host(flow.clientSide());
    }
}

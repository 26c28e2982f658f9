package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.address.KeyedHash;
import dev.periplus.classify.InspectionState;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Detects clients that probe many ports or hosts without an answer. The probes of a client wait until there are enough
 * of them for a scan; later probes of the same client do not wait.
 */
final class Scans implements Correlation {
    private static final int LEAST_TARGETS = 20;
    private static final int MOST_WAITING = Memory.scaled(1 << 17);
    private static final int MOST_WAITING_BYTES = Memory.scaled(1 << 26);
    private static final int MOST_SCANNERS = Memory.scaled(10_000);
    private static final int MOST_TARGETS = Memory.scaled(1 << 20);

    /** In order of arrival, so that the order of records does not depend on hashes. */
    private final Map<Address, List<Flow>> probers = new LinkedHashMap<>();

    private int waiting;

    /** Bytes that were found in the waiting flows; never less than that. */
    private long waitingBytes;

    /** Targets by scanner, the earliest scanner first. */
    private final Map<Address, HashedSet> scanners = new LinkedHashMap<>();

    private long targets;

    @Override
    public boolean take(Flow flow, Consumer<Flow> settled) {
        if (!isProbe(flow)) {
            return false;
        }
        Address client = flow.host(flow.clientSide());
        HashedSet scanned = scanners.get(client);
        if (scanned != null) {
            targets += scanned.add(target(flow)) ? 1 : 0;
            forget();
            return false;
        }
        List<Flow> probes = probers.computeIfAbsent(client, host -> new ArrayList<>(1));
        probes.add(flow);
        waiting++;
        waitingBytes += InspectionState.of(flow).size();
        boolean checkNow = probes.size() % LEAST_TARGETS == 0 && Integer.bitCount(probes.size() / LEAST_TARGETS) == 1;
        if (checkNow && isScan(client, probes)) {
            probers.remove(client);
            waiting -= probes.size();
            probes.forEach(settled);
        } else if (waiting >= MOST_WAITING || waitingBytes > MOST_WAITING_BYTES) {
            settle(settled);
        }
        return true;
    }

    private boolean isScan(Address client, List<Flow> probes) {
        HashedSet probed = new HashedSet(MOST_TARGETS);
        probes.forEach(probe -> probed.add(target(probe)));
        boolean scan = probed.size() >= LEAST_TARGETS;
        if (scan) {
            scanners.put(client, probed);
            targets += probed.size();
            forget();
        }
        return scan;
    }

    private void forget() {
        Iterator<HashedSet> longestKnown = scanners.values().iterator();
        while (scanners.size() > MOST_SCANNERS || targets > MOST_TARGETS) {
            targets -= longestKnown.next().size();
            longestKnown.remove();
        }
    }

    @Override
    public void settle(Consumer<Flow> settled) {
        probers.forEach((client, probes) -> {
            if (probes.size() >= LEAST_TARGETS) {
                isScan(client, probes);
            }
            probes.forEach(settled);
        });
        probers.clear();
        waiting = 0;
        waitingBytes = 0;
    }

    private static long target(Flow flow) {
        int server = flow.serverSide();
        long place = (flow.protocol() * 0x10000L + flow.port(server)) * 0x9e3779b97f4a7c15L;
        return KeyedHash.of(flow.high(server), flow.low(server)) + place;
    }

    /**
     * Whether the flow got no answer, or only a TCP reset. Segments without a SYN that acknowledge something belong to a
     * connection that the capture did not see, or that has ended.
     */
    static boolean isProbe(Flow flow) {
        int server = flow.serverSide();
        boolean transport = flow.protocol() == Packet.TCP || flow.protocol() == Packet.UDP;
        boolean refused = (flow.flags(server) & Packet.RST) != 0;
        int flags = flow.flags(flow.clientSide());
        boolean late = flow.protocol() == Packet.TCP && (flags & Packet.ACK) != 0 && (flags & Packet.SYN) == 0;
        return !late && transport && flow.payload(server) == 0 && (flow.packets(server) == 0 || refused);
    }

    /** Returns the number of targets the client has probed so far if the flow is a probe of a scan; otherwise 0. */
    int targetsOf(Flow flow) {
        HashedSet scanned = scanners.isEmpty() || !isProbe(flow) ? null : scanners.get(flow.host(flow.clientSide()));
        return scanned == null ? 0 : scanned.size();
    }
}

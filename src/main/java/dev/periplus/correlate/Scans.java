package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.address.KeyedHash;
import dev.periplus.classify.InspectionState;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Detects clients that probe many ports or hosts without an answer, one soon after the other. The probes of a client
 * wait until there are enough of them for a scan; later probes of the same scan do not wait.
 */
final class Scans implements Correlation {
    private static final int LEAST_TARGETS = 20;

    /** Between two probes of a scan at most: twice what the slowest mode of a common scanner waits. */
    private static final long LONGEST_PAUSE_NANOS = 600_000_000_000L;

    private static final int MOST_WAITING = Memory.scaled(1 << 17);
    private static final int MOST_WAITING_BYTES = Memory.scaled(1 << 26);
    private static final int MOST_SCANNERS = Memory.scaled(10_000);
    private static final int MOST_TARGETS = Memory.scaled(1 << 20);

    /** What one client scanned, and when. */
    private static final class Scan {
        private final HashedSet targets = new HashedSet(MOST_TARGETS);
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        /** Returns whether the target is new. */
        boolean add(Flow probe) {
            first = Math.min(first, probe.start());
            last = Math.max(last, probe.start());
            return targets.add(target(probe));
        }

        boolean covers(Flow probe) {
            return probe.start() >= first - LONGEST_PAUSE_NANOS && probe.start() <= last + LONGEST_PAUSE_NANOS;
        }
    }

    /** In order of arrival, so that the order of records does not depend on hashes. */
    private final Map<Address, List<Flow>> probers = new LinkedHashMap<>();

    private int waiting;

    /** Bytes that were found in the waiting flows; never less than that. */
    private long waitingBytes;

    /** The latest scan of each scanner, the earliest scanner first. */
    private final Map<Address, Scan> scanners = new LinkedHashMap<>();

    private long targets;

    @Override
    public boolean take(Flow flow, Consumer<Flow> settled) {
        if (!isProbe(flow)) {
            return false;
        }
        Address client = flow.host(flow.clientSide());
        Scan scan = scanners.get(client);
        if (scan != null && scan.covers(flow)) {
            targets += scan.add(flow) ? 1 : 0;
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
        Scan found = scanOf(probes);
        if (found == null) {
            return false;
        }
        Scan before = scanners.put(client, found);
        targets += found.targets.size() - (before == null ? 0 : before.targets.size());
        forget();
        return true;
    }

    /** Returns the first scan among the probes, or null if there is none. */
    private static @Nullable Scan scanOf(List<Flow> probes) {
        List<Flow> inOrder = new ArrayList<>(probes);
        inOrder.sort(Comparator.comparingLong(Flow::start));
        Scan scan = new Scan();
        for (Flow probe : inOrder) {
            if (probe.start() > scan.last + LONGEST_PAUSE_NANOS && scan.last != Long.MIN_VALUE) {
                if (scan.targets.size() >= LEAST_TARGETS) {
                    return scan;
                }
                scan = new Scan();
            }
            scan.add(probe);
        }
        return scan.targets.size() >= LEAST_TARGETS ? scan : null;
    }

    private void forget() {
        Iterator<Scan> longestKnown = scanners.values().iterator();
        while (scanners.size() > MOST_SCANNERS || targets > MOST_TARGETS) {
            targets -= longestKnown.next().targets.size();
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
     * Whether the flow got no answer, or only a TCP reset. Segments without a SYN that acknowledge or reset something belong to a
     * connection that the capture did not see, or that has ended. What is sent to a group asks no host for a port.
     */
    static boolean isProbe(Flow flow) {
        int server = flow.serverSide();
        boolean transport = flow.protocol() == Packet.TCP || flow.protocol() == Packet.UDP;
        boolean refused = (flow.flags(server) & Packet.RST) != 0;
        int flags = flow.flags(flow.clientSide());
        boolean late =
                flow.protocol() == Packet.TCP && (flags & (Packet.ACK | Packet.RST)) != 0 && (flags & Packet.SYN) == 0;
        return !late
                && transport
                && flow.payload(server) == 0
                && (flow.packets(server) == 0 || refused)
                && !Directions.isGroup(flow, server);
    }

    /** Returns the number of targets the client has probed so far if the flow is a probe of a scan; otherwise 0. */
    int targetsOf(Flow flow) {
        Scan scan = scanners.isEmpty() || !isProbe(flow) ? null : scanners.get(flow.host(flow.clientSide()));
        return scan == null || !scan.covers(flow) ? 0 : scan.targets.size();
    }
}

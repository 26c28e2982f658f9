package dev.periplus.correlate;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who probes many ports or hosts without an answer. */
final class Scans {
    private static final int LEAST_TARGETS = 20;
    private static final int SKETCH = 1 << 16;
    private static final int MOST_SCANNERS = 10_000;

    private record Target(Host server, int protocol, int port) {}

    private final Map<Host, Integer> targets = new HashMap<>();

    /** Counts by hash of the client first, so that only clients with many probes are looked at one by one. */
    Scans(List<Flow> flows) {
        int[] probes = new int[SKETCH];
        for (Flow flow : flows) {
            if (isProbe(flow)) {
                probes[bucket(flow)]++;
            }
        }
        Map<Host, Set<Target>> seen = new HashMap<>();
        for (Flow flow : flows) {
            if (isProbe(flow) && probes[bucket(flow)] >= LEAST_TARGETS) {
                Host client = Host.client(flow);
                if (seen.containsKey(client) || seen.size() < MOST_SCANNERS) {
                    seen.computeIfAbsent(client, host -> new HashSet<>())
                            .add(new Target(Host.server(flow), flow.protocol(), flow.port(flow.serverSide())));
                }
            }
        }
        seen.forEach((client, probed) -> {
            if (probed.size() >= LEAST_TARGETS) {
                targets.put(client, probed.size());
            }
        });
    }

    /** A flow without an answer: nothing at all, or only a refusal. */
    static boolean isProbe(Flow flow) {
        int server = flow.serverSide();
        boolean transport = flow.protocol() == Packet.TCP || flow.protocol() == Packet.UDP;
        boolean refused = (flow.flags(server) & Packet.RST) != 0;
        return transport && flow.payload(server) == 0 && (flow.packets(server) == 0 || refused);
    }

    /** How many targets the flow's client probed in vain where the flow is such a probe; else 0. */
    int targetsOf(Flow flow) {
        return isProbe(flow) ? targets.getOrDefault(Host.client(flow), 0) : 0;
    }

    private static int bucket(Flow flow) {
        int side = flow.clientSide();
        return Long.hashCode(flow.high(side) * 31 + flow.low(side)) * 0x9e3779b9 >>> 16;
    }
}

package dev.periplus.report.text;

import dev.periplus.address.Address;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.HostPair;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sums up scans: one line per scanner, in place of its flows. */
final class Scanners {
    private static final int MOST_SCANNERS = Memory.scaled(10_000);
    private static final int MOST_HOSTS = 1_000;
    private static final int MOST_PAIRS = Memory.scaled(1 << 16);

    /** Scan of one client. */
    private static final class Scan {
        private final long firstFlow;
        private final Set<Address> hosts = new HashSet<>();
        private final PortSpan tcp = new PortSpan();
        private final PortSpan udp = new PortSpan();
        private boolean moreHosts;
        private int targets;
        private long flows;
        private long packets;

        Scan(long firstFlow) {
            this.firstFlow = firstFlow;
        }
    }

    /** The lowest and highest port probed. */
    private static final class PortSpan {
        private int lowest = Integer.MAX_VALUE;
        private int highest = -1;

        void add(int port) {
            lowest = Math.min(lowest, port);
            highest = Math.max(highest, port);
        }

        String text(String transport) {
            if (highest < 0) {
                return "";
            }
            return transport + " " + lowest + (lowest == highest ? "" : "-" + highest);
        }
    }

    private final Map<Address, Scan> scans = new LinkedHashMap<>();

    /** Answered flows per pair of hosts; if the client is a scanner, the ports that answered. */
    private final Map<HostPair, Integer> answered = new HashMap<>();

    /** Addresses kept to count the hosts of all scans. */
    private final Quota addresses = new Quota(Memory.scaled(1 << 20));

    private boolean answersLost;
    private long flows;

    /** Adds a flow with {@link FlowRecord#scanTargets}. */
    void probe(FlowRecord record) {
        flows++;
        Flow flow = record.flow();
        Address client = flow.host(flow.clientSide());
        if (scans.size() >= MOST_SCANNERS && !scans.containsKey(client)) {
            return;
        }
        Scan scan = scans.computeIfAbsent(client, it -> new Scan(record.number()));
        scan.flows++;
        scan.packets += flow.packets(0) + flow.packets(1);
        scan.targets = Math.max(scan.targets, record.scanTargets());
        Address host = flow.host(flow.serverSide());
        if (!scan.hosts.contains(host)) {
            if (scan.hosts.size() < MOST_HOSTS && addresses.take()) {
                scan.hosts.add(host);
            } else {
                scan.moreHosts = true;
            }
        }
        (flow.protocol() == Packet.TCP ? scan.tcp : scan.udp).add(flow.port(flow.serverSide()));
    }

    /** Adds a flow that is not an unanswered probe. */
    void other(FlowRecord record) {
        Flow flow = record.flow();
        if (flow.packets(flow.serverSide()) == 0) {
            return;
        }
        HostPair pair = HostPair.of(flow);
        if (answered.size() < MOST_PAIRS || answered.containsKey(pair)) {
            answered.merge(pair, 1, Integer::sum);
        } else {
            answersLost = true;
        }
    }

    /** Flows that are part of a scan. */
    long flows() {
        return flows;
    }

    int size() {
        return scans.size();
    }

    /** Returns a line per scanner, the one with the most targets first. */
    List<String> lines(int most) {
        List<Map.Entry<Address, Scan>> all = new ArrayList<>(scans.entrySet());
        all.sort(Comparator.comparingInt((Map.Entry<Address, Scan> entry) -> entry.getValue().targets)
                .reversed());
        return all.stream()
                .limit(most)
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList();
    }

    private String line(Address client, Scan scan) {
        String hosts = scan.hosts.size() == 1
                ? scan.hosts.iterator().next().toString()
                : (scan.moreHosts ? "more than " : "") + Amounts.count(scan.hosts.size(), "host");
        String tcp = scan.tcp.text("tcp");
        String udp = scan.udp.text("udp");
        return client + " scanned " + hosts + ": " + Amounts.count(scan.targets, "port") + " silent or refused ("
                + tcp + (tcp.isEmpty() || udp.isEmpty() ? "" : ", ") + udp + "), " + answers(client, scan) + "; "
                + Amounts.count(scan.flows, "flow") + ", " + Amounts.count(scan.packets, "packet") + ", first flow "
                + scan.firstFlow;
    }

    private String answers(Address client, Scan scan) {
        long count = 0;
        for (Address host : scan.hosts) {
            count += answered.getOrDefault(new HostPair(client, host), 0);
        }
        boolean partial = answersLost || scan.moreHosts;
        return count == 0 && !partial ? "none answered" : (partial ? "at least " : "") + count + " answered";
    }
}

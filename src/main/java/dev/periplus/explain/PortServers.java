package dev.periplus.explain;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.registry.PortSpec;
import dev.periplus.report.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The servers of a port in captures: those that showed a protocol first, then others with payload, each by address; then
 * one line for all that were only probed.
 */
public final class PortServers {
    private static final int CLIENTS_NAMED = 3;

    private final Map<Endpoint, Server> servers = new TreeMap<>();

    /** What one server showed. */
    private static final class Server {
        private final Endpoint endpoint;
        private final Map<String, Integer> labels = new TreeMap<>();
        private final Set<Address> clients = new HashSet<>();
        private boolean labelled;
        private boolean spoken;
        private boolean scanned;
        private int flows;

        Server(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        void add(FlowRecord record) {
            Flow flow = record.flow();
            Verdict verdict = record.verdict();
            Verdict.Unknown because = verdict.unknownBecause();
            String label = verdict.label();
            String unknown = because == null ? "unknown" : "unknown (" + because.id() + ")";
            labels.merge(label == null ? unknown : Words.withApplication(label, record.application()), 1, Integer::sum);
            clients.add(flow.host(endpoint.equals(flow.server()) ? flow.clientSide() : flow.serverSide()));
            labelled |= label != null;
            spoken |= label != null
                    || because != Verdict.Unknown.UNANSWERED_PROBE && because != Verdict.Unknown.NO_PAYLOAD;
            scanned |= record.scanTargets() > 0;
            flows++;
        }

        String line() {
            return endpoint + "  " + Amounts.count(flows, "flow") + " of " + Amounts.count(clients.size(), "client")
                    + ": " + shares(labels);
        }
    }

    /** Adds a flow, at whichever of its ports was asked for: at the client's only if nothing tells which side serves. */
    public void add(FlowRecord record, PortSpec asked) {
        Flow flow = record.flow();
        if (asked.covers(flow.protocol(), flow.port(flow.serverSide()))) {
            add(record, flow.server());
        } else if (flow.direction() == Flow.Direction.UNKNOWN
                && asked.covers(flow.protocol(), flow.port(flow.clientSide()))) {
            add(record, flow.endpoint(flow.clientSide()));
        }
    }

    private void add(FlowRecord record, Endpoint server) {
        servers.computeIfAbsent(server, Server::new).add(record);
    }

    private static String shares(Map<String, Integer> labels) {
        List<String> shares = new ArrayList<>();
        labels.forEach((label, count) -> shares.add(count + " " + label));
        return String.join(", ", shares);
    }

    /** One line each, the most telling first. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        List<Server> probed = new ArrayList<>();
        List<Server> shown = new ArrayList<>();
        servers.values().forEach(server -> (server.spoken ? shown : probed).add(server));
        shown.sort(Comparator.comparing(server -> !server.labelled));
        shown.forEach(server -> lines.add(server.line()));
        if (probed.size() == 1) {
            lines.add(probed.get(0).line());
        } else if (!probed.isEmpty()) {
            lines.add(probed(probed));
        }
        return lines;
    }

    private static String probed(List<Server> servers) {
        Set<Address> clients = new TreeSet<>();
        Map<String, Integer> labels = new TreeMap<>();
        for (Server server : servers) {
            clients.addAll(server.clients);
            server.labels.forEach((label, count) -> labels.merge(label, count, Integer::sum));
        }
        List<String> named =
                clients.stream().limit(CLIENTS_NAMED).map(Address::toString).toList();
        int more = clients.size() - named.size();
        boolean scan = servers.stream().anyMatch(server -> server.scanned);
        Address first = servers.get(0).endpoint.address();
        Address last = servers.get(servers.size() - 1).endpoint.address();
        return (first.equals(last) ? first.toString() : first + " to " + last)
                + "  " + Amounts.count(servers.size(), "endpoint") + " without payload"
                + (scan ? ", of a scan" : "") + " by " + String.join(", ", named)
                + (more == 0 ? "" : " and " + Amounts.count(more, "other")) + ": " + shares(labels);
    }
}

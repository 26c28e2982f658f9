package dev.periplus.report.text;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.CommonApplication;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.registry.Registration;
import dev.periplus.report.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Flows to the same server with the same answer, merged into one row, for one port or several. */
public final class MergedFlows {
    /** Stands for any port. */
    private static final int ANY_PORT = -1;

    /** Flows with equal keys are merged. */
    public record Key(Endpoint server, @Nullable String label, Verdict.@Nullable Unknown unknown) {
        public static Key of(FlowRecord record) {
            Verdict verdict = record.verdict();
            return new Key(record.flow().server(), verdict.label(), verdict.unknownBecause());
        }

        Key ofAnyPort() {
            return new Key(new Endpoint(server.address(), ANY_PORT, server.protocol()), label, unknown);
        }
    }

    private final FlowRecord first;
    private long flows;
    private long packets;
    private long bytes;
    private double leastConfidence;
    private boolean severalClients;
    private final CommonApplication application = new CommonApplication();
    private int lowestPort;
    private int highestPort;
    private int services = 1;

    MergedFlows(FlowRecord first) {
        this.first = first;
        leastConfidence = first.verdict().confidence();
        lowestPort = first.flow().port(first.flow().serverSide());
        highestPort = lowestPort;
        add(first);
    }

    /** Merges the rows of different ports; needs at least one. */
    static MergedFlows ofAllPorts(List<MergedFlows> rows) {
        MergedFlows all = new MergedFlows(rows.get(0).first);
        all.flows = 0;
        all.packets = 0;
        all.bytes = 0;
        for (MergedFlows row : rows) {
            all.flows += row.flows;
            all.packets += row.packets;
            all.bytes += row.bytes;
            all.leastConfidence = Math.min(all.leastConfidence, row.leastConfidence);
            all.application.add(row.application);
            all.severalClients |= row.severalClients || !all.sameClient(row.first);
            all.lowestPort = Math.min(all.lowestPort, row.lowestPort);
            all.highestPort = Math.max(all.highestPort, row.highestPort);
        }
        all.services = (int) rows.stream().map(MergedFlows::service).distinct().count();
        return all;
    }

    void add(FlowRecord record) {
        Flow flow = record.flow();
        flows++;
        packets += flow.packets(0) + flow.packets(1);
        bytes += flow.bytes(0) + flow.bytes(1);
        leastConfidence = Math.min(leastConfidence, record.verdict().confidence());
        severalClients |= !sameClient(record);
        application.add(record);
    }

    private boolean sameClient(FlowRecord record) {
        Flow flow = record.flow();
        Flow other = first.flow();
        return flow.host(flow.clientSide()).equals(other.host(other.clientSide()));
    }

    /** The first flow. */
    FlowRecord first() {
        return first;
    }

    long flows() {
        return flows;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    double leastConfidence() {
        return leastConfidence;
    }

    /** Returns the label with the application that the flows have in common; null without a label. */
    @Nullable
    String label() {
        String label = first.verdict().label();
        return label == null ? null : Words.withApplication(label, application.id());
    }

    boolean severalClients() {
        return severalClients;
    }

    /** Returns the port or ports: {@code 3224}, or {@code 3224-3252}. */
    String ports() {
        return lowestPort == highestPort ? Integer.toString(lowestPort) : lowestPort + "-" + highestPort;
    }

    /** Returns the service the port is registered for, or the number of different services; empty if there is none. */
    String registered() {
        return services == 1 ? service() : Amounts.count(services, "service");
    }

    private String service() {
        Registration registered = first.registered();
        return registered == null ? "" : registered.name();
    }
}

package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowTaker;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import dev.periplus.review.FingerprintRule.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The services and clients of a capture or case: the protocols and fingerprints of each port of a host and of each
 * client, without the flows themselves.
 *
 * <p>How it works. A flow counts if its server is known and it has a label or payload from both sides. Services that
 * other flows announce, such as FTP data connections, use a new port each time, so they are kept by host and label. The
 * numbers of ports and hosts are limited; flows of any others are counted.
 */
public final class Inventory implements FlowTaker {
    /**
     * Limits of an inventory.
     *
     * @param services number of ports of hosts
     * @param hosts number of clients
     * @param values number of fingerprint values in total
     * @param clients number of addresses kept to count the clients of services, in total
     */
    record Limits(int services, int hosts, int values, int clients) {
        static final Limits DEFAULT = new Limits(
                Memory.scaled(100_000), Memory.scaled(100_000), Memory.scaled(500_000), Memory.scaled(2_000_000));
    }

    /** A label that a host serves on announced ports; the port of the endpoint is 0. */
    record Announced(Endpoint endpoint, String label) {
        static Announced of(Endpoint endpoint, String label) {
            return new Announced(new Endpoint(endpoint.address(), 0, endpoint.protocol()), label);
        }
    }

    private final FingerprintRules rules;
    private final Limits limits;
    private final Quota values;
    private final Quota clients;
    private final Map<Endpoint, ServiceUse> services = new LinkedHashMap<>();
    private final Map<Announced, ProtocolUse> announced = new LinkedHashMap<>();
    private final Map<Address, HostUse> hosts = new LinkedHashMap<>();
    private long servicesNotFollowed;
    private long hostsNotFollowed;

    public Inventory(FingerprintRules rules) {
        this(rules, Limits.DEFAULT);
    }

    Inventory(FingerprintRules rules, Limits limits) {
        this.rules = rules;
        this.limits = limits;
        values = new Quota(limits.values());
        clients = new Quota(limits.clients());
    }

    @Override
    public void flow(FlowRecord record) {
        Flow flow = record.flow();
        if (!isTelling(record)) {
            return;
        }
        if (Transport.hasPorts(flow.protocol()) && flow.port(flow.serverSide()) > 0) {
            serve(record);
        }
        ask(record);
    }

    private static boolean isTelling(FlowRecord record) {
        Flow flow = record.flow();
        return record.scanTargets() == 0
                && record.hasServer()
                && (record.verdict().label() != null || flow.payload(0) > 0 && flow.payload(1) > 0);
    }

    private void serve(FlowRecord record) {
        String known = record.verdict().label();
        String label = known == null ? ServiceUse.UNKNOWN : known;
        Endpoint endpoint = record.flow().server();
        boolean full = services.size() + announced.size() >= limits.services();
        ProtocolUse spoken;
        if (isAnnounced(record, known)) {
            spoken = entry(announced, Announced.of(endpoint, label), full, () -> new ProtocolUse(record, clients));
        } else {
            ServiceUse service = entry(services, endpoint, full, ServiceUse::new);
            spoken = service == null ? null : spoken(service, label, record);
        }
        if (spoken == null) {
            servicesNotFollowed++;
        } else {
            spoken.add(record);
        }
    }

    private @Nullable ProtocolUse spoken(ServiceUse service, String label, FlowRecord record) {
        service.fingerprints.add(record.metadata(), Side.SERVER, rules, values);
        boolean full = service.labels.size() == ServiceUse.MOST_LABELS;
        return entry(service.labels, label, full, () -> new ProtocolUse(record, clients));
    }

    private static boolean isAnnounced(FlowRecord record, @Nullable String label) {
        return record.evidence().stream()
                .anyMatch(piece -> piece.kind() == Evidence.Kind.ANNOUNCED
                        && piece.weight() > 0
                        && piece.label().equals(label));
    }

    private void ask(FlowRecord record) {
        Flow flow = record.flow();
        int side = flow.clientSide();
        HostUse host = entry(hosts, flow.host(side), hosts.size() >= limits.hosts(), () -> new HostUse(clients));
        if (host == null) {
            hostsNotFollowed++;
            return;
        }
        host.volume.add(flow);
        host.fingerprints.add(record.metadata(), Side.CLIENT, rules, values);
        String label = record.verdict().label();
        if (label != null && host.protocols.size() < HostUse.MOST_PROTOCOLS) {
            host.protocols.add(label);
        }
    }

    /** Returns the entry of a key, created if necessary; null if it is absent and the map is full. */
    private static <K, V> @Nullable V entry(Map<K, V> entries, K key, boolean full, Supplier<V> made) {
        V entry = entries.get(key);
        if (entry == null && !full) {
            entry = made.get();
            entries.put(key, entry);
        }
        return entry;
    }

    /** Moves labels that either side saw announced from the ports of their hosts to the announced services. */
    void fold(Set<Announced> labels) {
        services.forEach((endpoint, service) -> service.labels.entrySet().removeIf(spoken -> {
            Announced key = Announced.of(endpoint, spoken.getKey());
            if (!labels.contains(key)) {
                return false;
            }
            ProtocolUse other = announced.putIfAbsent(key, spoken.getValue());
            if (other != null) {
                other.merge(spoken.getValue());
            }
            return true;
        }));
        services.values().removeIf(service -> service.labels.isEmpty());
    }

    Map<Endpoint, ServiceUse> services() {
        return services;
    }

    Map<Announced, ProtocolUse> announced() {
        return announced;
    }

    Map<Address, HostUse> hosts() {
        return hosts;
    }

    /** Counts the contents, and what exceeded the limits. */
    public Counters counters() {
        return Counters.of(
                Counter.SERVICES.count((long) services.size() + announced.size()),
                Counter.CLIENTS.count(hosts.size()),
                Counter.SERVICES_NOT_FOLLOWED.count(servicesNotFollowed),
                Counter.CLIENTS_NOT_FOLLOWED.count(hostsNotFollowed),
                Counter.FINGERPRINTS_NOT_FOLLOWED.count(overfull()));
    }

    private long overfull() {
        return services.values().stream()
                        .mapToLong(service -> service.fingerprints.overfull())
                        .sum()
                + hosts.values().stream()
                        .mapToLong(host -> host.fingerprints.overfull())
                        .sum();
    }
}

package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.Flow;
import dev.periplus.review.FingerprintRule.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the flows of a capture or a case say of services and hosts, without the flows: what each port of a host speaks
 * and shows, and what each client speaks and shows.
 *
 * <p>How it works. A flow counts where it has a label, or words of both sides, and it is known who serves. Services
 * that other flows announce, as FTP announces its data connections, have another port each time: they are kept by host
 * and label. Of very many ports and hosts the first are followed and the flows of others counted.
 */
public final class Inventory implements Consumer<FlowRecord> {
    /**
     * How much is kept.
     *
     * @param services ports of hosts
     * @param hosts that ask
     * @param values of fingerprints in all
     * @param clients in the counts of clients in all
     */
    record Limits(int services, int hosts, int values, int clients) {
        static final Limits DEFAULT = new Limits(100_000, 100_000, 500_000, 2_000_000);
    }

    /** A label that a host serves on ports that are announced; the port of the endpoint is 0. */
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
    public void accept(FlowRecord record) {
        Flow flow = record.flow();
        if (flow.endReason() == Flow.End.ACTIVE || !isTelling(record)) {
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
                && flow.direction() != Flow.Direction.UNKNOWN
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

    /** The entry of a key, made where there is none; null where it is not there and there is no room for it. */
    private static <K, V> @Nullable V entry(Map<K, V> entries, K key, boolean full, Supplier<V> made) {
        V entry = entries.get(key);
        if (entry == null && !full) {
            entry = made.get();
            entries.put(key, entry);
        }
        return entry;
    }

    /** What is announced anywhere is no matter of ports: takes these labels from the ports of their hosts. */
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

    /** How much is in it and what had no room. */
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

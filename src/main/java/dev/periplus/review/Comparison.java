package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Difference;
import dev.periplus.answer.Difference.Change;
import dev.periplus.answer.Difference.Seen;
import dev.periplus.answer.Difference.Subject;
import dev.periplus.answer.Standing;
import dev.periplus.memory.Quota;
import dev.periplus.review.FingerprintRule.Side;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares two inventories.
 *
 * <p>How it works. Services are matched by host, transport and port; hosts by address. Labels do not differ if one
 * refines the other. Unidentified flows count only if the port has no label, and do not count as a change if the
 * capture is why they are unidentified. A value that both sides show is unchanged, whatever other values there are. If
 * a service speaks another protocol, its fingerprints differ for that reason: only fields that both sides have are
 * reported with it.
 */
public final class Comparison {
    private static final int MOST_CLIENTS = 4096;

    private final RuleSet protocols;
    private final FingerprintComparison fingerprints;
    private final Inventory old;
    private final Inventory current;
    private final List<Difference> found = new ArrayList<>();

    private Comparison(RuleSet protocols, FingerprintRules rules, Inventory old, Inventory current) {
        this.protocols = protocols;
        fingerprints = new FingerprintComparison(rules);
        this.old = old;
        this.current = current;
    }

    /** Returns all differences, services first, then hosts. Changes both inventories. */
    public static List<Difference> of(RuleSet protocols, FingerprintRules rules, Inventory old, Inventory current) {
        Comparison comparison = new Comparison(protocols, rules, old, current);
        comparison.run();
        return comparison.found;
    }

    private void run() {
        Set<Inventory.Announced> announced = union(old.announced(), current.announced());
        old.fold(announced);
        current.fold(announced);
        for (Endpoint endpoint : sorted(union(old.services(), current.services()), Comparison::order)) {
            service(endpoint);
        }
        Comparator<Inventory.Announced> order = Comparator.comparing(Inventory.Announced::endpoint, Comparison::order);
        for (Inventory.Announced service : sorted(announced, order.thenComparing(Inventory.Announced::label))) {
            announced(service);
        }
        for (Address host : sorted(union(old.hosts(), current.hosts()), Comparison::order)) {
            host(host);
        }
    }

    private void service(Endpoint endpoint) {
        ServiceUse before = old.services().get(endpoint);
        ServiceUse after = current.services().get(endpoint);
        if (before != null && after != null) {
            both(endpoint, before, after);
            return;
        }
        ServiceUse only = before == null ? after : before;
        if (only == null) {
            return;
        }
        service(
                endpoint,
                before == null ? List.of() : labels(before),
                after == null ? List.of() : labels(after),
                before,
                after,
                only);
    }

    private void both(Endpoint place, ServiceUse before, ServiceUse after) {
        List<String> was = labels(before);
        List<String> now = labels(after);
        List<Difference> shown =
                fingerprints.of(Side.SERVER, place, before.fingerprints, after.fingerprints, seen(before), seen(after));
        if (differ(was, before, now, after)) {
            service(place, was, now, before, after, after);
            shown.removeIf(difference -> difference.change() != Change.CHANGED);
        } else if (!was.contains(Difference.UNKNOWN) && !now.contains(Difference.UNKNOWN)) {
            protocols(Subject.INSIDE, place, inside(before), inside(after), seen(before), seen(after));
        }
        found.addAll(shown);
    }

    private boolean differ(List<String> was, ServiceUse before, List<String> now, ServiceUse after) {
        if (!isConclusive(was, before) || !isConclusive(now, after)) {
            return false;
        }
        return was.stream().anyMatch(label -> isWithout(now, label))
                || now.stream().anyMatch(label -> isWithout(was, label));
    }

    private boolean isWithout(List<String> labels, String label) {
        return labels.stream().noneMatch(other -> protocols.related(other, label));
    }

    /** Whether there is a label, or the capture is not the reason why there is none. */
    private static boolean isConclusive(List<String> labels, ServiceUse use) {
        ProtocolUse unknown = use.labels.get(ServiceUse.UNKNOWN);
        return !labels.contains(Difference.UNKNOWN) || unknown == null || unknown.conclusive;
    }

    private void service(
            Endpoint place,
            List<String> was,
            List<String> now,
            @Nullable ServiceUse before,
            @Nullable ServiceUse after,
            ServiceUse shown) {
        Change change = before == null ? Change.NEW : after == null ? Change.GONE : Change.CHANGED;
        Collection<ProtocolUse> spoken = shown.labels.values();
        found.add(new Difference(
                change,
                Subject.SERVICE,
                place,
                null,
                null,
                was,
                now,
                before == null ? null : seen(before),
                after == null ? null : seen(after),
                standing(spoken),
                spoken.iterator().next().registered,
                fingerprints.all(Side.SERVER, shown.fingerprints)));
    }

    /** Returns the most severe standing. */
    private static Standing standing(Collection<ProtocolUse> spoken) {
        Predicate<ProtocolUse> conflict = use -> use.standing == Standing.NOT_AS_REGISTERED;
        return spoken.stream()
                .filter(conflict)
                .findFirst()
                .orElse(spoken.iterator().next())
                .standing;
    }

    private void announced(Inventory.Announced service) {
        ProtocolUse before = old.announced().get(service);
        ProtocolUse after = current.announced().get(service);
        ProtocolUse only = before == null ? after : after == null ? before : null;
        if (only == null) {
            return;
        }
        List<String> label = List.of(service.label());
        found.add(new Difference(
                before == null ? Change.NEW : Change.GONE,
                Subject.SERVICE,
                service.endpoint(),
                null,
                null,
                before == null ? List.of() : label,
                after == null ? List.of() : label,
                before == null ? null : seen(List.of(before)),
                after == null ? null : seen(List.of(after)),
                Standing.UNREGISTERED,
                null,
                List.of()));
    }

    private void host(Address host) {
        HostUse before = old.hosts().get(host);
        HostUse after = current.hosts().get(host);
        Endpoint place = new Endpoint(host, 0, Transport.NONE);
        if (before != null && after != null) {
            protocols(Subject.CLIENT_PROTOCOLS, place, before.protocols, after.protocols, seen(before), seen(after));
            found.addAll(fingerprints.of(
                    Side.CLIENT, place, before.fingerprints, after.fingerprints, seen(before), seen(after)));
            return;
        }
        HostUse only = before == null ? after : before;
        if (only == null) {
            return;
        }
        found.add(new Difference(
                before == null ? Change.NEW : Change.GONE,
                Subject.CLIENT,
                place,
                null,
                null,
                before == null ? List.of() : List.copyOf(before.protocols),
                after == null ? List.of() : List.copyOf(after.protocols),
                before == null ? null : seen(before),
                after == null ? null : seen(after),
                null,
                null,
                fingerprints.all(Side.CLIENT, only.fingerprints)));
    }

    private void protocols(
            Subject subject, Endpoint place, Set<String> before, Set<String> after, Seen seenBefore, Seen seenAfter) {
        Difference difference =
                FingerprintComparison.difference(subject, place, null, null, before, after, seenBefore, seenAfter);
        if (difference != null) {
            found.add(difference);
        }
    }

    /** Returns the labels, or {@link Difference#UNKNOWN} if there are none. */
    private static List<String> labels(ServiceUse use) {
        List<String> labels = new ArrayList<>(use.labels.keySet());
        labels.remove(ServiceUse.UNKNOWN);
        return labels.isEmpty() ? List.of(Difference.UNKNOWN) : labels;
    }

    private static Set<String> inside(ServiceUse use) {
        Set<String> inside = new TreeSet<>();
        use.labels.values().forEach(spoken -> inside.addAll(spoken.protocols));
        return inside;
    }

    private static Seen seen(ServiceUse use) {
        return seen(use.labels.values());
    }

    private static Seen seen(Collection<ProtocolUse> spoken) {
        TrafficTotals all = new TrafficTotals(new Quota(MOST_CLIENTS));
        long answered = 0;
        double confidence = 0;
        for (ProtocolUse use : spoken) {
            all.merge(use.volume);
            answered += use.answered;
            confidence = Math.max(confidence, use.confidence);
        }
        return new Seen(all.flows, answered, all.clients(), all.bytes, all.first, all.last, confidence);
    }

    private static Seen seen(HostUse host) {
        TrafficTotals volume = host.volume;
        return new Seen(volume.flows, volume.flows, 1, volume.bytes, volume.first, volume.last, 0);
    }

    /** Private addresses first, then by address. */
    private static int order(Address one, Address other) {
        return Comparator.comparing((Address host) -> !host.isPrivate())
                .thenComparing(Comparator.naturalOrder())
                .compare(one, other);
    }

    /** By host, then by port and transport. */
    private static int order(Endpoint one, Endpoint other) {
        return Comparator.comparing(Endpoint::address, Comparison::order)
                .thenComparing(Comparator.naturalOrder())
                .compare(one, other);
    }

    private static <K> Set<K> union(Map<K, ?> one, Map<K, ?> other) {
        Set<K> all = new HashSet<>(one.keySet());
        all.addAll(other.keySet());
        return all;
    }

    private static <K> List<K> sorted(Set<K> keys, Comparator<K> order) {
        return keys.stream().sorted(order).toList();
    }
}

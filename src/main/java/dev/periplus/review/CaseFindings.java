package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowTaker;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Severity;
import dev.periplus.answer.Standing;
import dev.periplus.draft.Group;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.PortRange;
import dev.periplus.review.FindingRule.When;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the flows of a case show about ports and hosts, and derives findings.
 *
 * <p>How it works. Flows that show a service are counted by server endpoint and label. At the end each endpoint is
 * compared with its registration, with the known users of the port and with the accepted services. At most {@link
 * #MOST} endpoints are tracked ({@link EndpointUses}); flows of others are counted.
 */
public final class CaseFindings implements FlowTaker {
    private static final int MOST = Memory.scaled(100_000);

    /** Between single flows of two protocols, of which one replaced the other. */
    private static final long LEAST_PAUSE_NANOS = 60_000_000_000L;

    /** Flows that last longer than this say so. */
    private static final long LONG_NANOS = 600_000_000_000L;

    /** Identical findings on more hosts than this are merged. */
    private static final int MOST_SEPARATE = 3;

    private final FindingRules rules;
    private final Acceptances acceptances;
    private final EndpointUses uses;
    private final Scanners scanners = new Scanners();

    /** Labels that a host serves, or possibly serves, on any port. */
    private final Map<Address, Set<String>> served = new HashMap<>();

    private final Map<Key, FindingDraft> drafts = new LinkedHashMap<>();
    private final Probes probes = new Probes();
    private final List<Observer> observers;
    private final SimilarTraffic similar = new SimilarTraffic();

    /**
     * Observations with the same key share a finding. Keys are ordered because a map finds ordered keys fast even if
     * their hashes collide, which the text of an address can be chosen for.
     */
    private record Key(String rule, String group, String label) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::rule).thenComparing(Key::group).thenComparing(Key::label);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * @param directory of the user's rules, or null
     * @param folder of the case, which may hold acceptances too
     * @param today the date at which acceptances are checked
     * @throws InvalidRulesException with every error of a file
     */
    public CaseFindings(RuleSet protocols, @Nullable Path directory, Path folder, LocalDate today)
            throws InvalidRulesException {
        rules = RuleFolder.read(directory, own -> FindingRules.load(protocols, own));
        uses = new EndpointUses(MOST, label -> rules.rule(When.SPOKEN, label) != null);
        observers = List.of(
                new Observations(rules),
                new Beacons(rules),
                new Uploads(rules),
                new DnsTunnels(rules),
                new ServerNames(rules),
                new UnnamedHosts(rules),
                new OutOfHours(rules));
        acceptances = new Acceptances(today);
        acceptances.add(directory, RuleFolder.read(directory, own -> Acceptances.load(protocols, own)));
        acceptances.add(folder, RuleFolder.read(folder, own -> Acceptances.load(protocols, own)));
    }

    @Override
    public void flow(FlowRecord record) {
        if (record.scanTargets() > 0) {
            scanners.add(record);
            return;
        }
        if (!record.asked().isEmpty()) {
            probes.add(record);
        }
        remember(record);
        observers.forEach(observer -> observer.add(record));
        if (record.showsService()) {
            uses.add(record);
        }
    }

    /** Records the label a host serves; for an unidentified flow, the labels of known users of that single port. */
    private void remember(FlowRecord record) {
        String label = record.verdict().label();
        if (label == null && record.knownUsers().isEmpty()) {
            return;
        }
        Flow flow = record.flow();
        Address host = flow.host(flow.serverSide());
        Set<String> here = served.get(host);
        if (here == null && served.size() == MOST) {
            return;
        }
        if (here == null) {
            here = new HashSet<>();
            served.put(host, here);
        }
        if (label != null) {
            here.add(label);
            return;
        }
        for (KnownUser user : record.knownUsers()) {
            if (user.size() == 1 && user.label() != null) {
                here.add(user.label());
            }
        }
    }

    /** Flows that were ignored because there were too many ports or hosts. */
    public long notFollowed() {
        return scanners.left()
                + uses.left()
                + probes.left()
                + observers.stream().mapToLong(Observer::left).sum();
    }

    /** The files of accepted services, with the services that are in no finding because of them. */
    public List<RunSummary.Accepted> accepted() {
        return acceptances.files();
    }

    /**
     * Returns all findings by severity, most severe first; then in the order of {@code findings.yaml}, then by flows.
     * Call it once, after all flows.
     */
    public List<Finding> findings() {
        return findings(new Indicators());
    }

    /** Same, with a finding for each indicator that was seen. */
    public List<Finding> findings(Indicators indicators) {
        uses.forEach((endpoint, use) -> {
            LabelUse unnamed = use.labels().get(EndpointUse.UNIDENTIFIED);
            if (unnamed != null) {
                similar.add(endpoint, unnamed.example());
            }
        });
        similar.group();
        uses.forEach(this::check);
        List<Finding> findings = new ArrayList<>();
        merged().forEach((key, draft) -> findings.add(draft.finding(key.label.isEmpty() ? "" : rules.name(key.label))));
        scanners.findings(rules, findings::add);
        probes.findings(rules, findings::add);
        findings.addAll(indicators.findings(rules));
        observers.forEach(observer -> observer.findings(findings::add));
        findings.sort(Comparator.comparing(Finding::severity)
                .reversed()
                .thenComparingInt(finding -> rules.position(finding.id()))
                .thenComparing(Comparator.comparingLong(Finding::flows).reversed()));
        return List.copyOf(findings);
    }

    /** Merges drafts that are identical on the same ports of more than {@link #MOST_SEPARATE} hosts. */
    private Map<Key, FindingDraft> merged() {
        Map<Key, List<Key>> identical = new LinkedHashMap<>();
        drafts.forEach((key, draft) -> identical
                .computeIfAbsent(new Key(key.rule, draft.withoutHosts(), key.label), made -> new ArrayList<>(1))
                .add(key));
        Map<Key, FindingDraft> merged = new LinkedHashMap<>();
        for (List<Key> keys : identical.values()) {
            FindingDraft first = drafts.get(keys.get(0));
            for (Key key : keys) {
                FindingDraft draft = drafts.get(key);
                if (first == null || draft == null) {
                    throw new IllegalStateException("no draft for " + key);
                }
                if (draft == first || keys.size() <= MOST_SEPARATE) {
                    merged.put(key, draft);
                } else {
                    first.merge(draft);
                }
            }
        }
        return merged;
    }

    private void check(Endpoint endpoint, EndpointUse use) {
        use.labels().forEach((label, seen) -> {
            if (label.equals(EndpointUse.UNIDENTIFIED)) {
                unnamed(endpoint, seen);
            } else if (!isAccepted(endpoint, label, seen)) {
                named(endpoint, label, seen);
            }
        });
        several(endpoint, use);
    }

    /**
     * Whether the service is accepted. Adds a finding if another label is accepted there or the acceptance has expired.
     */
    private boolean isAccepted(Endpoint endpoint, String label, LabelUse seen) {
        Acceptance acceptance = acceptances.of(endpoint);
        if (acceptance == null) {
            return false;
        }
        if (!rules.related(acceptance.label(), label)) {
            String fact = "accepted: " + rules.name(acceptance.label()) + " (" + acceptance.ticket() + ")";
            add(When.NOT_AS_ACCEPTED, endpoint, label, seen, List.of(fact));
            return false;
        }
        if (!acceptances.holds(acceptance)) {
            String fact = "accepted until " + acceptance.until() + " (" + acceptance.ticket() + ")";
            add(When.ACCEPTANCE_EXPIRED, endpoint, label, seen, List.of(fact));
            return false;
        }
        acceptances.silence(acceptance, rules.name(label) + " on " + endpoint);
        return true;
    }

    private void named(Endpoint endpoint, String label, LabelUse seen) {
        FlowRecord example = seen.example();
        FindingRule spoken = rules.rule(When.SPOKEN, label);
        boolean announced = example.evidence().stream().anyMatch(piece -> piece.kind() == Evidence.Kind.ANNOUNCED);
        if (seen.standing() == Standing.NOT_AS_REGISTERED && !announced && !isGrave(spoken)) {
            KnownUser user = example.knownUsers().stream()
                    .filter(known -> label.equals(known.id())
                            || known.label() != null && example.protocols().contains(known.label()))
                    .findFirst()
                    .orElse(null);
            if (user == null) {
                add(When.NOT_AS_REGISTERED, endpoint, label, seen, details(seen));
            } else {
                List<String> facts = new ArrayList<>(List.of("known user of the port: " + user.name()));
                facts.addAll(details(seen));
                add(When.KNOWN_USER, endpoint, label, seen, facts);
            }
        }
        add(When.SPOKEN, endpoint, label, seen, details(seen));
        for (Evidence piece : example.evidence()) {
            if (piece.kind() == Evidence.Kind.CONTRADICTION && piece.rule().startsWith("processes")) {
                add(When.PROCESS, endpoint, label, seen, List.of(piece.says()));
                return;
            }
        }
    }

    /**
     * Adds a finding if the port speaks several protocols that do not belong together, at once or in turn. They do if
     * the port is registered for each. Loopback addresses of several captures need not be of one host.
     */
    private void several(Endpoint endpoint, EndpointUse use) {
        List<String> labels = use.known();
        labels.removeIf(
                label -> use.known().stream().anyMatch(other -> !other.equals(label) && rules.refines(label, other)));
        labels.removeIf(label -> !use.seen(label).isCertain());
        FindingRule rule = rules.rule(When.SEVERAL_PROTOCOLS);
        if (labels.size() < 2
                || endpoint.address().isLoopback() && !isOneCapture(use, labels)
                || labels.stream().allMatch(label -> isAsRegistered(use, label))
                || rule != null && rule.together().stream().anyMatch(group -> group.containsAll(labels))) {
            return;
        }
        labels.sort(Comparator.comparingLong(label -> use.seen(label).volume.first));
        boolean apart = true;
        for (int i = 1; i < labels.size(); i++) {
            apart &= isReplaced(use.seen(labels.get(i - 1)), use.seen(labels.get(i)));
        }
        FindingRule fitting = rules.rule(apart ? When.CHANGED_PROTOCOL : When.SEVERAL_PROTOCOLS);
        if (fitting == null) {
            return;
        }
        FindingDraft draft = new FindingDraft(fitting, null);
        for (String label : labels) {
            LabelUse seen = use.seen(label);
            String fact = rules.name(label) + ": " + Amounts.count(seen.volume.flows, "flow") + ", " + seen.times();
            draft.add(endpoint, seen, List.of(fact));
        }
        draft.names(String.join(
                apart ? ", then " : " and ", labels.stream().map(rules::name).toList()));
        drafts.put(new Key(fitting.id(), endpoint.toString(), ""), draft);
    }

    private static boolean isOneCapture(EndpointUse use, List<String> labels) {
        return labels.stream()
                        .map(label -> use.seen(label).example().flow().capture())
                        .distinct()
                        .count()
                == 1;
    }

    /**
     * Whether the second use followed the first. Two single flows in quick succession do not show it: a port that speaks
     * both looks the same.
     */
    private static boolean isReplaced(LabelUse earlier, LabelUse later) {
        boolean repeated = earlier.volume.flows > 1 && later.volume.flows > 1;
        return later.volume.first - earlier.volume.last > (repeated ? 0 : LEAST_PAUSE_NANOS);
    }

    private static boolean isAsRegistered(EndpointUse use, String label) {
        return use.seen(label).standing() == Standing.AS_REGISTERED;
    }

    /**
     * Unidentified traffic: grouped by similar bytes; otherwise by host in the range of a known user, and else by port.
     */
    private void unnamed(Endpoint endpoint, LabelUse seen) {
        for (FindingRule rule : rules.all(When.NO_COMPANION)) {
            for (KnownUser user : seen.example().knownUsers()) {
                PortRange range = user.rangeOf(endpoint.port());
                boolean missing = user.id().equals(rule.user())
                        && range != null
                        && served.getOrDefault(endpoint.address(), Set.of()).stream()
                                .noneMatch(rule.companions()::contains);
                if (missing) {
                    String fact = user.name() + " uses " + range + "; " + endpoint.address() + " serves none of "
                            + String.join(", ", rule.companions());
                    add(rule, endpoint.address().toString(), endpoint, null, seen, List.of(fact));
                    return;
                }
            }
        }
        Group group = similar.of(endpoint);
        FindingRule ofGroup = rules.rule(When.UNNAMED_ALIKE);
        if (group != null && ofGroup != null) {
            add(ofGroup, group.beginnings().toString(), endpoint, null, seen, group.beginnings());
            return;
        }
        FindingRule rule = rules.rule(When.UNNAMED);
        if (rule != null && seen.example().registered() != null) {
            boolean inRange = seen.example().knownUsers().stream().anyMatch(user -> user.size() > 1);
            String by = inRange ? endpoint.address().toString() : endpoint.service();
            add(rule, by, endpoint, null, seen, List.of());
        }
    }

    /** A finding about what is spoken, whatever the port: it says more than one about the port. */
    private static boolean isGrave(@Nullable FindingRule spoken) {
        return spoken != null && spoken.severity().compareTo(Severity.HIGH) >= 0;
    }

    private static List<String> details(LabelUse seen) {
        List<String> details = new ArrayList<>(Details.of(seen));
        if (seen.longest() >= LONG_NANOS) {
            details.add("longest flow: " + Amounts.duration(seen.longest()));
        }
        return details;
    }

    private void add(When when, Endpoint endpoint, String label, LabelUse seen, List<String> facts) {
        FindingRule rule = rules.rule(when, label);
        if (rule != null) {
            add(rule, endpoint.address().toString(), endpoint, label, seen, facts);
        }
    }

    /** @param group observations of the same rule, group and label share a finding */
    private void add(
            FindingRule rule,
            String group,
            Endpoint endpoint,
            @Nullable String label,
            LabelUse seen,
            List<String> facts) {
        Key key = new Key(rule.id(), group + " " + endpoint.transport(), label == null ? "" : label);
        drafts.computeIfAbsent(key, made -> new FindingDraft(rule, label)).add(endpoint, seen, facts);
    }
}

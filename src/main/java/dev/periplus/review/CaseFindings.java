package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.draft.Group;
import dev.periplus.flow.Flow;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the flows of a case say together of ports and hosts, and finds what somebody should look at.
 *
 * <p>How it works. Flows with payload are counted by the port of their server, a count for each label. At the end each
 * port is held against its registration, against those known to use it, and against what was accepted there. Of very
 * many ports the first {@link #MOST} are followed, and the others counted.
 */
public final class CaseFindings implements Consumer<FlowRecord> {
    private static final int MOST = 100_000;
    private static final int MOST_SCANNERS = 10_000;

    /** Hosts of which the same is said one by one. */
    private static final int MOST_ALIKE = 3;

    private final FindingRules rules;
    private final Acceptances acceptances;
    private final Map<Endpoint, EndpointUse> uses = new LinkedHashMap<>();
    private final Map<Address, ScannerUse> scanners = new LinkedHashMap<>();

    /** Labels that a host serves, or may serve, on any port. */
    private final Map<Address, Set<String>> served = new HashMap<>();

    private final Map<Key, FindingDraft> drafts = new LinkedHashMap<>();
    private final SimilarTraffic similar = new SimilarTraffic();
    private long notFollowed;
    private long accepted;

    /** What is said together. */
    private record Key(String rule, String group, String label) {}

    /** A host that probes. */
    private static final class ScannerUse {
        private final LabelUse probes;
        private int targets;

        ScannerUse(FlowRecord first) {
            probes = new LabelUse(first);
        }
    }

    /**
     * @param directory of a user's rules, or null
     * @param folder of the case, which may hold what was accepted too
     * @param today by which it is known what is still accepted
     * @throws InvalidRulesException with every error of a file
     */
    public CaseFindings(RuleSet protocols, @Nullable Path directory, Path folder, LocalDate today)
            throws InvalidRulesException {
        rules = RuleFolder.read(directory, own -> FindingRules.load(protocols, own));
        List<Acceptance> entries = new ArrayList<>(RuleFolder.read(directory, own -> Acceptances.load(protocols, own)));
        entries.addAll(RuleFolder.read(folder, own -> Acceptances.load(protocols, own)));
        acceptances = new Acceptances(entries, today);
    }

    @Override
    public void accept(FlowRecord record) {
        Flow flow = record.flow();
        if (flow.endReason() == Flow.End.ACTIVE) {
            return;
        }
        if (record.scanTargets() > 0) {
            scanned(record);
            return;
        }
        remember(record);
        if (record.showsService()) {
            Endpoint endpoint = record.flow().server();
            EndpointUse use = uses.get(endpoint);
            if (use == null && uses.size() == MOST) {
                notFollowed++;
                return;
            }
            if (use == null) {
                use = new EndpointUse();
                uses.put(endpoint, use);
            }
            use.add(record);
        }
    }

    /** What a host serves; of what nobody can name, what it may be by those known to use its port alone. */
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

    private void scanned(FlowRecord record) {
        Address client = record.flow().host(record.flow().clientSide());
        ScannerUse scanner = scanners.get(client);
        if (scanner == null && scanners.size() == MOST_SCANNERS) {
            notFollowed++;
            return;
        }
        if (scanner == null) {
            scanner = new ScannerUse(record);
            scanners.put(client, scanner);
        }
        scanner.probes.add(record);
        scanner.targets = Math.max(scanner.targets, record.scanTargets());
    }

    /** Flows that were not followed, because there were too many ports or hosts. */
    public long notFollowed() {
        return notFollowed;
    }

    /** Services that were accepted where they are. */
    public long accepted() {
        return accepted;
    }

    /**
     * All findings, the gravest first; of equally grave ones in the order of the file of findings, then by flows. To be
     * called once, after all flows.
     */
    public List<Finding> findings() {
        uses.forEach((endpoint, use) -> {
            LabelUse unnamed = use.labels().get(EndpointUse.UNIDENTIFIED);
            if (unnamed != null) {
                similar.add(endpoint, unnamed.example());
            }
        });
        similar.group();
        uses.forEach(this::look);
        List<Finding> findings = new ArrayList<>();
        rolledUp().forEach((key, draft) -> findings.add(draft.finding(rules.name(key.label))));
        scanners.forEach((client, scanner) -> scan(client, scanner, findings));
        findings.sort(Comparator.comparing(Finding::severity)
                .reversed()
                .thenComparingInt(finding -> rules.position(finding.id()))
                .thenComparing(Comparator.comparingLong(Finding::flows).reversed()));
        return List.copyOf(findings);
    }

    /** What is alike on the same ports of very many hosts, as one. */
    private Map<Key, FindingDraft> rolledUp() {
        Map<Key, List<Key>> alike = new LinkedHashMap<>();
        drafts.forEach((key, draft) -> alike.computeIfAbsent(
                        new Key(key.rule, draft.onlyPorts(), key.label), made -> new ArrayList<>(1))
                .add(key));
        Map<Key, FindingDraft> rolledUp = new LinkedHashMap<>();
        for (List<Key> keys : alike.values()) {
            FindingDraft first = drafts.get(keys.get(0));
            for (Key key : keys) {
                FindingDraft draft = drafts.get(key);
                if (first == null || draft == null) {
                    throw new IllegalStateException("no draft of " + key);
                }
                if (draft == first || keys.size() <= MOST_ALIKE) {
                    rolledUp.put(key, draft);
                } else {
                    first.merge(draft);
                }
            }
        }
        return rolledUp;
    }

    private void look(Endpoint endpoint, EndpointUse use) {
        use.labels().forEach((label, seen) -> {
            if (label.equals(EndpointUse.UNIDENTIFIED)) {
                unnamed(endpoint, seen);
            } else if (!isAccepted(endpoint, label, seen)) {
                named(endpoint, label, seen);
            }
        });
        several(endpoint, use);
    }

    /** Whether it was accepted and still is; where it is not, that is a finding. */
    private boolean isAccepted(Endpoint endpoint, String label, LabelUse seen) {
        Acceptance acceptance = acceptances.of(endpoint);
        if (acceptance == null) {
            return false;
        }
        if (!rules.related(acceptance.label(), label)) {
            String fact = "accepted there: " + rules.name(acceptance.label()) + " (" + acceptance.ticket() + ")";
            add(When.NOT_AS_ACCEPTED, endpoint, label, seen, fact);
            return false;
        }
        if (!acceptances.holds(acceptance)) {
            String fact = "accepted until " + acceptance.until() + " (" + acceptance.ticket() + ")";
            add(When.ACCEPTANCE_EXPIRED, endpoint, label, seen, fact);
            return false;
        }
        accepted++;
        return true;
    }

    private void named(Endpoint endpoint, String label, LabelUse seen) {
        FlowRecord example = seen.example();
        boolean announced = example.evidence().stream().anyMatch(piece -> piece.kind() == Evidence.Kind.ANNOUNCED);
        if (example.standing() == Standing.NOT_AS_REGISTERED && !announced) {
            KnownUser user = example.knownUsers().stream()
                    .filter(known -> label.equals(known.label()) || label.equals(known.id()))
                    .findFirst()
                    .orElse(null);
            if (user == null) {
                add(When.NOT_AS_REGISTERED, endpoint, label, seen);
            } else {
                add(When.KNOWN_USER, endpoint, label, seen, "known to use it: " + user.name());
            }
        }
        add(When.SPOKEN, endpoint, label, seen);
        for (Evidence piece : example.evidence()) {
            if (piece.kind() == Evidence.Kind.CONTRADICTION && piece.rule().startsWith("processes")) {
                add(When.PROCESS, endpoint, label, seen, piece.says());
                return;
            }
        }
    }

    /** Several labels on one port that do not belong together. */
    private void several(Endpoint endpoint, EndpointUse use) {
        List<String> labels = use.known();
        labels.removeIf(
                label -> use.known().stream().anyMatch(other -> !other.equals(label) && rules.refines(label, other)));
        FindingRule rule = rules.rule(When.SEVERAL_PROTOCOLS, "");
        if (labels.size() < 2
                || rule != null && rule.together().stream().anyMatch(group -> group.containsAll(labels))) {
            return;
        }
        labels.sort(Comparator.comparingLong(label -> use.seen(label).volume.first));
        boolean apart = true;
        for (int i = 1; i < labels.size(); i++) {
            apart &= use.seen(labels.get(i - 1)).volume.last < use.seen(labels.get(i)).volume.first;
        }
        FindingRule fitting = rules.rule(apart ? When.CHANGED_PROTOCOL : When.SEVERAL_PROTOCOLS, "");
        if (fitting == null) {
            return;
        }
        FindingDraft draft = new FindingDraft(fitting, "");
        for (String label : labels) {
            LabelUse seen = use.seen(label);
            String fact =
                    rules.name(label) + ": " + Amounts.count(seen.volume.flows, "flow") + ", " + CaseText.times(seen);
            draft.add(endpoint, seen, List.of(fact));
        }
        draft.names(String.join(
                apart ? ", then " : " and ", labels.stream().map(rules::name).toList()));
        drafts.put(new Key(fitting.id(), endpoint.toString(), ""), draft);
    }

    /**
     * Traffic without a name: by similar; in the range of a known user by host; else by port, as many hosts may have
     * it.
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
                    String fact = user.name() + " uses " + range + "; nothing of " + endpoint.address() + " is "
                            + String.join(", ", rule.companions());
                    add(rule, endpoint.address().toString(), endpoint, "", seen, List.of(fact));
                    return;
                }
            }
        }
        Group alike = similar.of(endpoint);
        FindingRule ofAlike = rules.rule(When.UNNAMED_ALIKE, "");
        if (alike != null && ofAlike != null) {
            add(ofAlike, alike.beginnings().toString(), endpoint, "", seen, alike.beginnings());
            return;
        }
        FindingRule rule = rules.rule(When.UNNAMED, "");
        if (rule != null && seen.example().registered() != null) {
            boolean inRange = seen.example().knownUsers().stream().anyMatch(user -> user.size() > 1);
            String group = inRange ? endpoint.address().toString() : endpoint.service();
            add(rule, group, endpoint, "", seen, List.of());
        }
    }

    private void scan(Address client, ScannerUse scanner, List<Finding> findings) {
        FindingRule rule = rules.rule(When.SCAN, "");
        if (rule == null) {
            return;
        }
        LabelUse probes = scanner.probes;
        String fact = Amounts.count(probes.volume.flows, "flow") + " without an answer, to " + scanner.targets
                + " ports or hosts, " + CaseText.times(probes);
        findings.add(new Finding(
                rule.id(),
                rule.severity(),
                rule.title().replace("{client}", client.toString()),
                client.toString(),
                "",
                probes.volume.flows,
                1,
                probes.volume.bytes,
                probes.volume.first,
                probes.volume.last,
                rule.means(),
                List.of(fact),
                List.of(probes.example())));
    }

    private void add(When when, Endpoint endpoint, String label, LabelUse seen, String... facts) {
        FindingRule rule = rules.rule(when, label);
        if (rule != null) {
            add(rule, endpoint.address().toString(), endpoint, label, seen, List.of(facts));
        }
    }

    /** @param group what is in the same one is said once */
    private void add(
            FindingRule rule, String group, Endpoint endpoint, String label, LabelUse seen, List<String> facts) {
        Key key = new Key(rule.id(), group + " " + endpoint.transport(), label);
        drafts.computeIfAbsent(key, made -> new FindingDraft(rule, label)).add(endpoint, seen, facts);
    }
}

package dev.periplus.review;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Severity;
import dev.periplus.memory.Quota;
import dev.periplus.registry.Registration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A finding being built from one or more endpoints: ports of a host, or one port of several hosts. */
final class FindingDraft {
    private static final int MOST_CLIENTS = 4096;
    private static final int EXAMPLES = 3;
    private static final int MOST_NAMED = 3;
    private static final int MOST_SERVICES = 10;
    private static final int MOST_FACTS = 4;
    private static final int LONGEST_DESCRIPTION = 48;

    /** Confidence below which a label is no more than possible. */
    private static final double LIKELY = 0.7;

    private final FindingRule rule;
    private final @Nullable String label;
    private final TrafficTotals all;
    private final Set<Endpoint> endpoints = new LinkedHashSet<>();
    private final Set<String> facts = new LinkedHashSet<>();
    private final Set<String> registrants = new LinkedHashSet<>();
    private final List<FlowRecord> examples = new ArrayList<>();
    private String names = "";
    private int lowered;
    private boolean serverSeen;

    FindingDraft(FindingRule rule, @Nullable String label) {
        this.rule = rule;
        this.label = label;
        all = new TrafficTotals(new Quota(MOST_CLIENTS));
    }

    /** Adds the traffic of an endpoint. */
    FindingDraft add(Endpoint endpoint, LabelUse seen, List<String> more) {
        all.merge(seen.volume);
        if (endpoints.add(endpoint)) {
            registrants.add(registrant(seen.example().registered()));
        }
        facts.addAll(more);
        examples.add(seen.example());
        serverSeen |= seen.isServerSeen();
        return this;
    }

    /** Adds the traffic of another draft. */
    void merge(FindingDraft other) {
        all.merge(other.all);
        endpoints.addAll(other.endpoints);
        registrants.addAll(other.registrants);
        for (String fact : other.facts) {
            if (facts.size() < MOST_FACTS) {
                facts.add(fact);
            }
        }
        examples.addAll(other.examples);
        serverSeen |= other.serverSeen;
    }

    /**
     * Returns by how many levels the severity falls for what is not certain: the label, and which side is the server.
     * Says so among the facts.
     */
    private int doubts() {
        double confidence = examples.get(0).verdict().confidence();
        int doubts = (confidence < LabelUse.CERTAIN ? 1 : 0) + (confidence < LIKELY ? 1 : 0);
        if (doubts > 0) {
            facts.add(String.format(Locale.ROOT, "not certain: confidence %.2f", confidence));
        }
        if (!serverSeen) {
            facts.add("which side is the server was not seen");
            doubts++;
        }
        return doubts;
    }

    /** Returns the ports and names. Drafts of one rule and label that agree in these can be merged. */
    String withoutHosts() {
        return ports() + " " + names;
    }

    /** Sets the text that replaces {@code {names}} in the title. */
    FindingDraft names(String text) {
        names = text;
        return this;
    }

    /** Lowers the severity by so many levels. */
    FindingDraft lowered(int levels) {
        lowered = levels;
        return this;
    }

    private static String registrant(@Nullable Registration registered) {
        if (registered == null) {
            return "nobody";
        }
        String description = registered.description();
        if (description == null || description.isBlank() || description.equalsIgnoreCase(registered.name())) {
            return registered.name();
        }
        String shown = description.length() <= LONGEST_DESCRIPTION
                ? description
                : description.substring(0, LONGEST_DESCRIPTION) + "…";
        return registered.name() + " (" + shown + ")";
    }

    /** @param name of the protocol, which replaces {@code {name}} in the title */
    Finding finding(String name) {
        examples.sort(Comparator.comparingDouble(
                        (FlowRecord record) -> record.verdict().confidence())
                .reversed());
        Set<String> addresses = new LinkedHashSet<>();
        endpoints.stream().map(Endpoint::address).sorted().forEach(host -> addresses.add(host.toString()));
        String hosts = some(addresses);
        String title = rule.title()
                .replace("{port}", ports())
                .replace("{server}", hosts)
                .replace("{name}", name)
                .replace("{label}", label == null ? "" : label)
                .replace("{names}", names)
                .replace("{clients}", Amounts.count(all.clients(), "client"))
                .replace("{registered}", some(registrants));
        boolean one = endpoints.size() == 1;
        Severity severity = label == null
                ? rule.severity().lowered(lowered)
                : rule.severity().lowered(doubts());
        return new Finding(
                rule.id(),
                severity,
                rule.techniques(),
                title,
                one ? endpoints.iterator().next().toString() : hosts + " " + ports(),
                endpoints.stream().sorted().limit(MOST_SERVICES).toList(),
                label,
                all.flows,
                all.clients(),
                all.named(),
                all.bytes,
                all.uploaded,
                all.first,
                all.last,
                rule.means(),
                facts.stream().limit(MOST_FACTS).toList(),
                examples.stream().limit(EXAMPLES).toList());
    }

    /** The ports with their transport: {@code 3224-3226, 3230/udp}. */
    private String ports() {
        Set<Integer> numbers = new TreeSet<>();
        endpoints.forEach(endpoint -> numbers.add(endpoint.port()));
        List<String> runs = new ArrayList<>();
        int from = -1;
        int last = -1;
        for (int port : numbers) {
            if (port != last + 1) {
                addRun(runs, from, last);
                from = port;
            }
            last = port;
        }
        addRun(runs, from, last);
        Endpoint any = endpoints.iterator().next();
        if (Transport.isFrame(any.protocol())) {
            return any.transport();
        }
        return some(new LinkedHashSet<>(runs)) + "/"
                + endpoints.iterator().next().transport();
    }

    private static void addRun(List<String> runs, int from, int last) {
        if (from >= 0) {
            runs.add(from == last ? "" + from : from + "-" + last);
        }
    }

    private static String some(Set<String> texts) {
        List<String> shown = texts.stream().limit(MOST_NAMED).toList();
        int left = texts.size() - shown.size();
        return String.join(", ", shown) + (left == 0 ? "" : " and " + left + " more");
    }
}

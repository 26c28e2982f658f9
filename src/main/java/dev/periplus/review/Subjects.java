package dev.periplus.review;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Findings that grow flow by flow: those of one rule, group and name share one. At most so many endpoints. */
final class Subjects {
    private static final int MOST = Memory.scaled(20_000);
    private static final int MOST_FACTS = 4;

    private final Quota clients = new Quota(Memory.scaled(200_000));
    private final Map<Key, Subject> subjects = new LinkedHashMap<>();
    private int endpoints;
    private long left;

    private record Key(String rule, String group, String name) {}

    /** What one finding is about. */
    private static final class Subject {
        private final FindingRule rule;
        private final Map<Endpoint, LabelUse> uses = new LinkedHashMap<>(2);
        private final Set<String> facts = new LinkedHashSet<>(2);
        private int lowered = Integer.MAX_VALUE;

        Subject(FindingRule rule) {
            this.rule = rule;
        }
    }

    /**
     * Adds a flow.
     *
     * @param group flows of the same rule, group and name share a finding
     * @param name replaces {@code {names}} in the title
     * @param lowered levels by which this flow lowers the severity; the least of all flows counts
     */
    void add(FindingRule rule, String group, String name, int lowered, FlowRecord record, Iterable<String> facts) {
        Endpoint endpoint = record.flow().server();
        Subject subject = subjects.get(new Key(rule.id(), group, name));
        boolean known = subject != null && subject.uses.containsKey(endpoint);
        if (!known && endpoints >= MOST) {
            left++;
            return;
        }
        if (subject == null) {
            subject = new Subject(rule);
            subjects.put(new Key(rule.id(), group, name), subject);
        }
        endpoints += known ? 0 : 1;
        subject.uses
                .computeIfAbsent(endpoint, made -> new LabelUse(record, clients))
                .add(record);
        subject.lowered = Math.min(subject.lowered, lowered);
        for (String fact : facts) {
            if (subject.facts.size() < MOST_FACTS) {
                subject.facts.add(fact);
            }
        }
    }

    /** Hands on a finding for each. */
    void findings(Consumer<Finding> taker) {
        subjects.forEach((key, subject) -> {
            FindingDraft draft = new FindingDraft(subject.rule, null);
            subject.uses.forEach((endpoint, use) -> draft.add(endpoint, use, List.copyOf(subject.facts)));
            taker.accept(draft.names(key.name).lowered(subject.lowered).finding(""));
        });
    }

    /** Flows of endpoints that are not followed. */
    long left() {
        return left;
    }
}

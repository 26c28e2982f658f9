package dev.periplus.review;

import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What reviews look for, from {@code findings.yaml}. Immutable. */
public final class FindingRules {
    private final RuleSet rules;
    private final List<FindingRule> entries;
    private final Map<String, Integer> positions = new HashMap<>();

    private FindingRules(RuleSet rules, Collection<FindingRule> entries) {
        this.rules = rules;
        this.entries = List.copyOf(entries);
        this.entries.forEach(entry -> positions.put(entry.id(), positions.size()));
    }

    /** The packaged list, with what a folder of rules adds or, under the same id, puts in its place. */
    public static FindingRules load(RuleSet rules, RuleFolder folder) {
        return new FindingRules(
                rules,
                folder.entries(RuleFile.FINDINGS, yaml -> new FindingReader(yaml, rules))
                        .values());
    }

    /** The first entry of this kind that is about a label, or null. */
    public @Nullable FindingRule rule(FindingRule.When when, String label) {
        Protocol protocol = rules.protocol(label);
        String category = protocol == null ? "" : protocol.category();
        for (FindingRule entry : entries) {
            if (entry.when() == when && entry.fits(label, category)) {
                return entry;
            }
        }
        return null;
    }

    /** All entries of this kind. */
    public List<FindingRule> all(FindingRule.When when) {
        return entries.stream().filter(entry -> entry.when() == when).toList();
    }

    /** Where the entry with this id stands in the file. */
    public int position(String id) {
        return positions.getOrDefault(id, -1);
    }

    /** Whether a label is a more exact name of the other. */
    public boolean refines(String label, String other) {
        return rules.refines(label, other);
    }

    /** The name of the protocol with this label; the label itself where there is none. */
    public String name(String label) {
        Protocol protocol = rules.protocol(label);
        return protocol == null ? label : protocol.name();
    }

    /** True where one label refines the other: they do not contradict each other on one port. */
    public boolean related(String one, String other) {
        return rules.related(one, other);
    }
}

package dev.periplus.review;

import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.Service;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of findings that reviews report, from {@code findings.yaml}. Immutable. */
public final class FindingRules {
    private final RuleSet rules;
    private final Map<FindingRule.When, List<FindingRule>> entries = new EnumMap<>(FindingRule.When.class);
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, Service> applications = new HashMap<>();

    private FindingRules(RuleSet rules, Collection<FindingRule> entries) {
        this.rules = rules;
        for (FindingRule entry : entries) {
            this.entries
                    .computeIfAbsent(entry.when(), kind -> new ArrayList<>())
                    .add(entry);
            positions.put(entry.id(), positions.size());
        }
        this.entries.replaceAll((kind, own) -> List.copyOf(own));
        rules.services().all().forEach(service -> applications.put(service.id(), service));
    }

    /** Loads the packaged list; entries of the folder are added, or replace those of the same id. */
    public static FindingRules load(RuleSet rules, RuleFolder folder) {
        return new FindingRules(
                rules,
                folder.entries(RuleFile.FINDINGS, yaml -> new FindingReader(yaml, rules))
                        .values());
    }

    /** Returns the first entry of this kind that applies whatever the label, or null. */
    public @Nullable FindingRule rule(FindingRule.When when) {
        return rule(when, null);
    }

    /** Returns the first entry of this kind that applies to the label, or null. */
    public @Nullable FindingRule rule(FindingRule.When when, @Nullable String label) {
        String category = label == null ? null : category(when, label);
        for (FindingRule entry : all(when)) {
            if (entry.fits(label, category)) {
                return entry;
            }
        }
        return null;
    }

    private @Nullable String category(FindingRule.When when, String label) {
        if (when == FindingRule.When.APPLICATION) {
            Service application = applications.get(label);
            return application == null ? null : application.category();
        }
        Protocol protocol = rules.protocol(label);
        return protocol == null ? null : protocol.category();
    }

    /** Returns the name of an application, or its id if there is none. */
    public String application(String id) {
        Service application = applications.get(id);
        return application == null ? id : application.name();
    }

    /** Whether an application is of this category. */
    public boolean isOfCategory(@Nullable String application, String category) {
        Service known = application == null ? null : applications.get(application);
        return known != null && category.equals(known.category());
    }

    /** Returns all entries of this kind, in the order of the file. */
    public List<FindingRule> all(FindingRule.When when) {
        return entries.getOrDefault(when, List.of());
    }

    /** Returns the position of the entry in the file; -1 if there is none with this id. */
    public int position(String id) {
        return positions.getOrDefault(id, -1);
    }

    /** Whether a label refines the other. */
    public boolean refines(String label, String other) {
        return rules.refines(label, other);
    }

    /** Returns the name of the protocol with this label, or the label itself if there is none. */
    public String name(String label) {
        Protocol protocol = rules.protocol(label);
        return protocol == null ? label : protocol.name();
    }

    /** Whether the labels are equal or one refines the other, so that they do not contradict each other on one port. */
    public boolean related(String one, String other) {
        return rules.related(one, other);
    }
}

package dev.periplus.correlate;

import dev.periplus.flow.Role;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The protocols that processes speak, by process name, from {@code processes.yaml}. They can contradict a label. A
 * process that is not listed contradicts nothing. Immutable.
 */
public final class ProcessRules {
    private static final int NAMED = 3;

    private final RuleSet rules;
    private final List<ProcessRule> entries;

    ProcessRules(RuleSet rules, Collection<ProcessRule> entries) {
        this.rules = rules;
        this.entries = List.copyOf(entries);
    }

    /** Returns empty rules, for runs without socket lists. */
    public static ProcessRules none(RuleSet rules) {
        return new ProcessRules(rules, List.of());
    }

    /** Loads the packaged list; entries of the folder are added, or replace those of the same id. */
    public static ProcessRules load(RuleSet rules, RuleFolder folder) {
        return new ProcessRules(
                rules,
                folder.entries(RuleFile.PROCESSES, yaml -> new ProcessReader(yaml, rules))
                        .values());
    }

    /** All entries, in file order. */
    List<ProcessRule> entries() {
        return entries;
    }

    /**
     * Returns what a process speaks: by its name, or if that is not listed, by its Windows services if all are listed.
     *
     * @param process its name, with or without folder and {@code .exe}; case does not matter
     * @param services empty if unknown
     * @return null if unknown
     */
    @Nullable
    ProcessProtocols protocolsOf(String process, List<String> services) {
        String bare = bare(process);
        List<ProcessRule> matching = new ArrayList<>();
        for (ProcessRule entry : entries) {
            if (entry.processes().stream().anyMatch(name -> name.matches(bare))) {
                matching.add(entry);
            }
        }
        if (!matching.isEmpty()) {
            return together(bare, matching);
        }
        for (String service : services) {
            ProcessRule entry = ofService(service);
            if (entry == null) {
                return null;
            }
            matching.add(entry);
        }
        return matching.isEmpty() ? null : together(bare + " with " + String.join(", ", services), matching);
    }

    private static ProcessProtocols together(String name, List<ProcessRule> matching) {
        return new ProcessProtocols(name, all(matching, ProcessRule::serves), all(matching, ProcessRule::asks));
    }

    /** Returns the union of their labels in a role; null if one of them is unknown. */
    private static @Nullable List<String> all(
            List<ProcessRule> matching, Function<ProcessRule, @Nullable List<String>> role) {
        Set<String> labels = new LinkedHashSet<>();
        for (ProcessRule entry : matching) {
            List<String> spoken = role.apply(entry);
            if (spoken == null) {
                return null;
            }
            labels.addAll(spoken);
        }
        return List.copyOf(labels);
    }

    private @Nullable ProcessRule ofService(String service) {
        for (ProcessRule entry : entries) {
            if (entry.services().stream().anyMatch(service::equalsIgnoreCase)) {
                return entry;
            }
        }
        return null;
    }

    private static String bare(String process) {
        String lower = process.toLowerCase(Locale.ROOT).strip();
        String file = lower.substring(Math.max(lower.lastIndexOf('/'), lower.lastIndexOf('\\')) + 1);
        return file.endsWith(".exe") ? file.substring(0, file.length() - 4) : file;
    }

    /**
     * Returns the sentence that says why the process contradicts the label of a flow.
     *
     * @param pid of the process
     * @param role of the side of the flow that it owns
     * @param protocols recognised in the flow, outermost first
     * @return null if it does not: one of the protocols is, refines or is refined by a label the process speaks; the
     *     process is unknown in this role; or no protocol was recognised
     */
    @Nullable
    String contradiction(ProcessProtocols known, long pid, Role role, List<String> protocols) {
        List<String> spoken = role == Role.SERVER ? known.serves() : known.asks();
        if (spoken == null || protocols.isEmpty()) {
            return null;
        }
        for (String protocol : protocols) {
            if (spoken.stream().anyMatch(label -> rules.related(label, protocol))) {
                return null;
            }
        }
        String label = Objects.requireNonNull(protocols.get(protocols.size() - 1));
        return "the socket belonged to " + known.process() + " (pid " + pid + "), which speaks " + named(spoken)
                + ", not " + label;
    }

    private static String named(List<String> labels) {
        int left = labels.size() - NAMED;
        return left <= 1
                ? String.join(", ", labels)
                : String.join(", ", labels.subList(0, NAMED)) + " and " + left + " others";
    }
}

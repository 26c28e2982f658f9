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
 * Which protocols a process speaks, by its name, from {@code processes.yaml}: what bears out or contradicts a label. Of a
 * process that is not in the list nothing can be said. Immutable.
 */
public final class ProcessRules {
    private static final int NAMED = 3;

    private final RuleSet rules;
    private final List<ProcessRule> entries;

    ProcessRules(RuleSet rules, Collection<ProcessRule> entries) {
        this.rules = rules;
        this.entries = List.copyOf(entries);
    }

    /** Knows nothing of any process: for where no sockets are looked at. */
    public static ProcessRules none(RuleSet rules) {
        return new ProcessRules(rules, List.of());
    }

    /** The packaged list, with what a folder of rules adds or, under the same id, puts in its place. */
    public static ProcessRules load(RuleSet rules, RuleFolder folder) {
        return new ProcessRules(
                rules,
                folder.entries(RuleFile.PROCESSES, yaml -> new ProcessReader(yaml, rules))
                        .values());
    }

    /** In the order of the file. */
    List<ProcessRule> entries() {
        return entries;
    }

    /**
     * What a process speaks: by its name; where that tells nothing, by the Windows services in it, if all of them are
     * known.
     *
     * @param process its name, with or without folder and {@code .exe}, in either case
     * @param services empty where none are known
     * @return null where nothing can be said
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

    /** What all of them speak together; null where nothing can be said of one. */
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
     * Why a process speaks against what a flow was recognised as, in a sentence.
     *
     * @param pid of the process
     * @param role of its side of the flow
     * @param protocols of the flow, the outermost first, as they lie in one another
     * @return null where it does not: one of the protocols is a label that the process speaks, refines one, or is refined
     *     by one; or nothing can be said of the process in this role; or nothing was recognised
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

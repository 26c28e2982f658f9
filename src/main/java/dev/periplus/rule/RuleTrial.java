package dev.periplus.rule;

import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tests new rule files against the current rules, as if they were in one folder. */
public final class RuleTrial {
    /**
     * The result of testing a rule file.
     *
     * @param protocol the protocol, or null if the file has errors
     * @param failures what is wrong with the file or its examples, one sentence each; empty if it was accepted
     */
    public record Outcome(@Nullable Protocol protocol, List<String> failures) {}

    private final RuleSet rules;

    /** The accepted files, and the current rules that match one of their examples: no other rule can claim one. */
    private final Map<String, Protocol> near = new TreeMap<>();

    private final Set<String> taken = new TreeSet<>();

    public RuleTrial(RuleSet rules) {
        this.rules = rules;
    }

    /** Whether a rule has this label. */
    public boolean isKnown(String id) {
        return rules.protocol(id) != null || taken.contains(id);
    }

    /** Accepts a rule file if its examples and those of all files accepted before hold together. */
    public Outcome add(String id, String text) {
        List<RuleError> errors = new ArrayList<>();
        Protocol protocol =
                new RuleReader(new Yaml(id + ".yaml", text, errors), List.of(), List.of(), service -> true).read();
        if (protocol == null || !errors.isEmpty()) {
            return new Outcome(null, errors.stream().map(RuleError::toString).toList());
        }
        Map<String, Protocol> together = new TreeMap<>(near);
        for (Protocol known : rules.protocols()) {
            if (matches(known, protocol)) {
                together.putIfAbsent(known.id(), known);
            }
        }
        together.put(id, protocol);
        Set<String> labels = new TreeSet<>(taken);
        labels.add(id);
        List<String> failures = new RuleProof(new LoadedRules(together, List.of())).failures(labels);
        if (failures.isEmpty()) {
            near.putAll(together);
            taken.add(id);
        }
        return new Outcome(protocol, failures);
    }

    /** Whether a signature matches the request of an example. */
    private static boolean matches(Protocol known, Protocol added) {
        Message message = new Message();
        for (Signature signature : added.signatures()) {
            for (Signature.Example example : signature.matches()) {
                byte[] request = example.request();
                message.of(request, 0, request.length, request.length, false);
                if (known.signatures().stream().anyMatch(rival -> rival.matches(message) == Truth.YES)) {
                    return true;
                }
            }
        }
        return false;
    }
}

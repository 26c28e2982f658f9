package dev.periplus.rule;

import dev.periplus.engine.Knowledge;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rule sets of different sizes: prefixes of one random order of the protocols. */
final class RuleSets {
    private static final long SEED = 3260;

    private RuleSets() {}

    static RuleSet all() throws InvalidRulesException {
        return RuleFolder.read(
                Path.of("rules"), folder -> Knowledge.ruleLoader().add(folder).load());
    }

    /** Returns the first {@code count} protocols that have signatures; 0 for all. */
    static RuleSet first(int count) throws InvalidRulesException {
        List<Protocol> order = new ArrayList<>(all().protocols());
        order.removeIf(protocol -> protocol.signatures().isEmpty());
        Collections.shuffle(order, new Random(SEED));
        Map<String, Protocol> taken = new LinkedHashMap<>();
        order.stream().limit(count == 0 ? order.size() : count).forEach(protocol -> taken.put(protocol.id(), protocol));
        RuleSet rules = new LoadedRules(taken, List.of());
        compile(rules);
        return rules;
    }

    /** Compiles all conditions: testing an empty open message needs every one of them. */
    private static void compile(RuleSet rules) {
        Message empty = new Message().of(new byte[0], 0, 0, 0, true);
        for (Protocol protocol : rules.protocols()) {
            for (Signature signature : protocol.signatures()) {
                signature.matches(empty);
                signature.replyMatches(empty.answering(empty));
            }
        }
    }
}

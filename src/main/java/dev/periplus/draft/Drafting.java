package dev.periplus.draft;

import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.RuleTrial;
import dev.periplus.rule.Signature;
import java.util.List;

/**
 * Drafts one rule per group. Returns a rule only if its examples hold together with all other rules and all earlier
 * drafts.
 */
public final class Drafting {
    private static final int TRIES = 3;

    private final RuleTrial trial;
    private int number;

    /** @param rules the current rules, which may claim an example themselves */
    public Drafting(RuleSet rules) {
        trial = new RuleTrial(rules);
    }

    /** Drafts a rule for the next group. */
    public Draft draft(Group group) {
        Shape shape = Shape.of(group);
        List<String> about = new GroupText(group, shape).lines();
        String id = nextId();
        Plan plan = Plan.of(group, shape);
        if (plan == null) {
            return new Draft(about, id, null, 0, 0, List.of("no byte or field is constant enough for a condition"));
        }
        RuleTrial.Outcome outcome = new RuleTrial.Outcome(null, List.of());
        for (int attempt = 0; attempt < TRIES; attempt++) {
            List<Example> examples = Example.of(group, plan, attempt);
            if (examples.isEmpty()) {
                break;
            }
            String text = new DraftFile(id, group, plan, examples).text();
            outcome = trial.add(id, text);
            Protocol protocol = outcome.protocol();
            if (protocol != null && outcome.failures().isEmpty()) {
                number++;
                Signature signature = protocol.signatures().get(0);
                return new Draft(about, id, text, signature.weight(), signature.replyWeight(), List.of());
            }
        }
        return new Draft(about, id, null, 0, 0, outcome.failures());
    }

    private String nextId() {
        while (trial.isKnown("draft-" + (number + 1))) {
            number++;
        }
        return "draft-" + (number + 1);
    }
}

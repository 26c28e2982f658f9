package dev.periplus.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves the examples of rules: those under {@code matches} match, those under {@code rejects} do not, and no other
 * rule claims them with the same or more weight.
 */
public final class RuleProof {
    private final RuleSet rules;
    private final List<String> failures = new ArrayList<>();
    private int proved;

    public RuleProof(RuleSet rules) {
        this.rules = rules;
    }

    /** Tests every example of these labels and returns one sentence per failure. */
    public List<String> failures(Collection<String> labels) {
        failures.clear();
        proved = 0;
        for (String label : labels) {
            rules.signatures(label).forEach(this::prove);
        }
        return List.copyOf(failures);
    }

    /** Number of examples tested. */
    public int proved() {
        return proved;
    }

    private void prove(Signature signature) {
        boolean replyShown = !signature.hasReply();
        for (Signature.Example example : signature.matches()) {
            proved++;
            replyShown |= example.reply() != null;
            if (!holds(signature, example)) {
                failures.add(at(signature, example) + "must match but fails " + why(signature, example));
            } else {
                rivals(signature, example);
            }
        }
        for (Signature.Example example : signature.rejects()) {
            proved++;
            if (holds(signature, example)) {
                failures.add(at(signature, example) + "must not match but does");
            }
        }
        if (!replyShown) {
            failures.add(
                    signature.rule() + ": `reply` has no example; add one with `request` and `reply` under `matches`");
        }
    }

    private void rivals(Signature signature, Signature.Example example) {
        for (int transport : signature.transports()) {
            for (Signature rival : rules.index(transport).candidates(message(example.request()))) {
                rival(signature, example, rival);
            }
        }
    }

    private void rival(Signature signature, Signature.Example example, Signature rival) {
        if (!rival.identified()
                && !rules.related(rival.label(), signature.label())
                && weight(rival, example) >= weight(signature, example)
                && holds(rival, example)) {
            failures.add(at(signature, example) + "is also claimed by " + rival.rule() + " with "
                    + Math.round(weight(rival, example)) + " decibans against "
                    + Math.round(weight(signature, example))
                    + "; make this rule more specific, or set `within` if it refines the other");
        }
    }

    private static double weight(Signature signature, Signature.Example example) {
        Message request = message(example.request());
        byte @Nullable [] reply = example.reply();
        double ofReply = reply == null || signature.replyMatches(message(reply).answering(request)) != Truth.YES
                ? 0
                : signature.replyWeight(message(reply).answering(request));
        return signature.weight(request) + ofReply;
    }

    private static boolean holds(Signature signature, Signature.Example example) {
        Message request = message(example.request());
        if (signature.matches(request) != Truth.YES) {
            return false;
        }
        byte @Nullable [] reply = example.reply();
        return reply == null || signature.replyMatches(message(reply).answering(request)) == Truth.YES;
    }

    private static Message message(byte[] bytes) {
        return new Message().of(bytes, 0, bytes.length, bytes.length, false);
    }

    private static String why(Signature signature, Signature.Example example) {
        String failure = signature.failure(message(example.request()));
        return failure == null ? "`reply`" : failure;
    }

    private static String at(Signature signature, Signature.Example example) {
        return signature.rule() + ": the example at line " + example.line() + " ";
    }
}

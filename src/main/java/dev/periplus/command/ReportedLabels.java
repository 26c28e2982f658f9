package dev.periplus.command;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.ReportedFlow;
import dev.periplus.classify.Weighing;
import dev.periplus.report.FlowIds;
import dev.periplus.rule.RuleSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares parts of a report that follow from one another: the Community ID of a flow with its addresses and ports, and
 * its label with its evidence.
 */
final class ReportedLabels {
    /** Confidence by which a label that the weights, rounded to a tenth, give may differ from the one that they gave. */
    private static final double ROUNDING = 0.05;

    private final FlowIds ids = new FlowIds();
    private final Weighing weighing;
    private final RuleSet rules;
    private final Consumer<String> failed;

    /** @param failed receives a sentence for each part that does not follow */
    ReportedLabels(RuleSet rules, Consumer<String> failed) {
        this.rules = rules;
        this.failed = failed;
        weighing = new Weighing(rules);
    }

    void check(ReportedFlow flow) {
        if (!ids.isCommunityId(flow.communityId(), flow.client(), flow.server())) {
            failed.accept(
                    "flow " + flow.uid() + ": its community_id is not of " + flow.client() + " and " + flow.server());
        }
        flow.layers().forEach(layer -> check(flow.uid(), layer));
    }

    private void check(String uid, ReportedFlow.Layer layer) {
        String label = layer.label();
        List<Weighing.Weighed> weighed = weighing.weigh(layer.evidence());
        Weighing.Weighed best = weighed.isEmpty() ? null : weighed.get(0);
        boolean known = layer.evidence().stream()
                .allMatch(piece -> rules.protocol(piece.label()) != null || piece.kind() == Evidence.Kind.APPLICATION);
        if (best != null
                && known
                && best.confidence() >= Weighing.LEAST + ROUNDING
                && !Objects.equals(label, best.label())
                && best.sum() - sum(label, weighed) > 1) {
            failed.accept("flow " + uid + ": its evidence is for " + best.label() + ", not for "
                    + (label == null ? "no label" : label));
        } else if (label != null && sum(label, weighed) < -ROUNDING) {
            failed.accept("flow " + uid + ": its evidence is not enough for " + label);
        }
    }

    /** Returns what supports a label, without limit below if nothing does. */
    private static double sum(@Nullable String label, List<Weighing.Weighed> weighed) {
        return weighed.stream()
                .filter(one -> one.label().equals(label))
                .mapToDouble(Weighing.Weighed::sum)
                .findFirst()
                .orElse(Double.NEGATIVE_INFINITY);
    }
}

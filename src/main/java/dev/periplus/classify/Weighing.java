package dev.periplus.classify;

import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds evidence up. Weights are decibans, 10 · log10 of a likelihood ratio; a label starts from {@link #PRIOR}, and its
 * confidence is its odds against all rival labels and "none of them". Labels that refine one another are not rivals: the
 * refined one rests on the evidence of both.
 */
public final class Weighing {
    /** Decibans of a label before any evidence: one in ten thousand. */
    public static final double PRIOR = -40;

    /** No label is given below this confidence. */
    public static final double LEAST = 0.5;

    private static final double MOST = 0.9999;
    private static final double REFINING = 10;
    private static final double CLAMP = 300;

    private final RuleSet rules;

    public Weighing(RuleSet rules) {
        this.rules = rules;
    }

    /**
     * A label with what speaks for it.
     *
     * @param sum decibans with the prior
     * @param confidence against its rivals and none of them
     */
    public record Weighed(String label, double sum, double confidence) {}

    /** Every label that has evidence for it, the likeliest first. */
    public List<Weighed> weigh(List<Evidence> evidence) {
        Map<String, Double> own = new LinkedHashMap<>();
        for (Evidence piece : evidence) {
            own.merge(piece.label(), piece.weight(), Double::sum);
        }
        Map<String, Double> sums = new LinkedHashMap<>();
        own.forEach((label, weight) -> sums.put(label, PRIOR + weight + inherited(label, own)));
        List<Weighed> weighed = new ArrayList<>();
        sums.forEach((label, sum) -> weighed.add(new Weighed(label, sum, confidence(label, sums))));
        weighed.sort(Comparator.comparingDouble(Weighed::sum).reversed().thenComparing(Weighed::label));
        return weighed;
    }

    /** What a refining label has from the labels it lies in. */
    private double inherited(String label, Map<String, Double> own) {
        double inherited = 0;
        for (Map.Entry<String, Double> other : own.entrySet()) {
            if (rules.refines(label, other.getKey())) {
                inherited += Math.max(0, other.getValue() - REFINING);
            }
        }
        return inherited;
    }

    private double confidence(String label, Map<String, Double> sums) {
        double mine = odds(sums.getOrDefault(label, PRIOR));
        double all = 1 + mine;
        for (Map.Entry<String, Double> other : sums.entrySet()) {
            if (!rules.related(label, other.getKey())) {
                all += odds(other.getValue());
            }
        }
        return Math.min(MOST, mine / all);
    }

    private static double odds(double decibans) {
        return Math.pow(10, Math.min(CLAMP, decibans) / 10);
    }

    /** The service that a label implies, or null. */
    public @Nullable String application(String label) {
        Protocol protocol = rules.protocol(label);
        return protocol == null ? null : protocol.application();
    }

    /** The outermost protocol that a label lies in. */
    public String envelope(String label) {
        String at = label;
        for (int depth = 0; depth < 8; depth++) {
            Protocol protocol = rules.protocol(at);
            @Nullable String within = protocol == null ? null : protocol.within();
            if (within == null) {
                return at;
            }
            at = within;
        }
        return at;
    }
}

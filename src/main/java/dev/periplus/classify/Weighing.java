package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up evidence. Weights are decibans, 10 · log10 of a likelihood ratio; a label starts from {@link #PRIOR}, and its
 * confidence is its odds against all rival labels and "none of them". A label and its refinement are not rivals: the
 * refinement also inherits the evidence for the general label. For use by one thread.
 */
public final class Weighing {
    /** Decibans of a label before any evidence: one in ten thousand. */
    public static final double PRIOR = -40;

    /** Lowest confidence at which a label is assigned. */
    public static final double LEAST = 0.5;

    private static final double MOST = 0.9999;
    private static final double REFINING = 10;
    private static final double CLAMP = 300;
    private static final int DEEPEST = 8;

    private static final Comparator<Weighed> LIKELIEST_FIRST = (a, b) -> {
        int order = Double.compare(b.sum(), a.sum());
        return order == 0 ? a.label().compareTo(b.label()) : order;
    };

    private final RuleSet rules;
    private final Map<String, List<String>> nested = new HashMap<>();

    public Weighing(RuleSet rules) {
        this.rules = rules;
    }

    /**
     * A label and its weight.
     *
     * @param sum decibans, including the prior
     * @param confidence against its rivals and none of them
     */
    public record Weighed(String label, double sum, double confidence) {}

    /** Returns every label that has evidence, the most likely first. */
    public List<Weighed> weigh(List<Evidence> evidence) {
        String only = onlyLabel(evidence);
        return only == null ? weighRivals(evidence) : List.of(weighAlone(only, evidence));
    }

    /** The label that all evidence is for; null if there is none, or several. */
    private static @Nullable String onlyLabel(List<Evidence> evidence) {
        String only = null;
        for (int i = 0; i < evidence.size(); i++) {
            Evidence piece = evidence.get(i);
            if (piece.kind() != Evidence.Kind.APPLICATION) {
                if (only != null && !only.equals(piece.label())) {
                    return null;
                }
                only = piece.label();
            }
        }
        return only;
    }

    private static Weighed weighAlone(String label, List<Evidence> evidence) {
        double own = 0;
        for (int i = 0; i < evidence.size(); i++) {
            Evidence piece = evidence.get(i);
            own += piece.kind() == Evidence.Kind.APPLICATION ? 0 : piece.weight();
        }
        double odds = odds(PRIOR + own);
        return new Weighed(label, PRIOR + own, Math.min(MOST, odds / (1 + odds)));
    }

    private static double odds(double sum) {
        return Math.pow(10, Math.min(CLAMP, sum) / 10);
    }

    private List<Weighed> weighRivals(List<Evidence> evidence) {
        String[] labels = new String[evidence.size()];
        double[] own = new double[labels.length];
        int count = 0;
        for (Evidence piece : evidence) {
            if (piece.kind() == Evidence.Kind.APPLICATION) {
                continue;
            }
            int at = indexOf(piece.label(), labels, count);
            if (at == count) {
                labels[count++] = piece.label();
            }
            own[at] += piece.weight();
        }
        double[] sums = new double[count];
        double[] odds = new double[count];
        for (int i = 0; i < count; i++) {
            sums[i] = PRIOR + own[i] + inherited(i, labels, own, count);
            odds[i] = odds(sums[i]);
        }
        List<Weighed> weighed = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            double confidence = Math.min(MOST, odds[i] / (1 + rivals(i, labels, odds)));
            weighed.add(new Weighed(labels[i], sums[i], confidence));
        }
        if (count > 1) {
            weighed.sort(LIKELIEST_FIRST);
        }
        return weighed;
    }

    /**
     * Returns the terms of a label's sum: its own evidence, the heaviest first, what it inherits from each label that it refines,
     * and the prior.
     */
    public List<Double> terms(String label, List<Evidence> evidence) {
        List<Double> terms = new ArrayList<>();
        Map<String, Double> others = new LinkedHashMap<>();
        for (Evidence piece : evidence) {
            if (piece.kind() == Evidence.Kind.APPLICATION) {
                continue;
            }
            if (piece.label().equals(label)) {
                terms.add(piece.weight());
            } else if (rules.refines(label, piece.label())) {
                others.merge(piece.label(), piece.weight(), Double::sum);
            }
        }
        terms.sort(Comparator.reverseOrder());
        others.values().stream().filter(own -> own > REFINING).forEach(own -> terms.add(own - REFINING));
        terms.add(PRIOR);
        return terms;
    }

    private static int indexOf(String label, String[] labels, int count) {
        int at = 0;
        while (at < count && !labels[at].equals(label)) {
            at++;
        }
        return at;
    }

    /** Weight that a label inherits from the labels that it refines. */
    private double inherited(int refining, String[] labels, double[] own, int count) {
        double inherited = 0;
        for (int i = 0; i < count; i++) {
            if (own[i] > REFINING && i != refining && rules.refines(labels[refining], labels[i])) {
                inherited += own[i] - REFINING;
            }
        }
        return inherited;
    }

    /** The odds of a label plus those of its rivals. */
    private double rivals(int label, String[] labels, double[] odds) {
        double sum = odds[label];
        for (int i = 0; i < odds.length; i++) {
            if (i != label && !rules.related(labels[label], labels[i])) {
                sum += odds[i];
            }
        }
        return sum;
    }

    /** Whether the labels are equal or one refines the other. */
    boolean areKin(String label, String other) {
        return rules.related(label, other);
    }

    /** The service that a label implies, or null. */
    public @Nullable String application(String label) {
        Protocol protocol = rules.protocol(label);
        return protocol == null ? null : protocol.application();
    }

    /** The outermost protocol that contains a label. */
    public String envelope(String label) {
        return nested(label).get(0);
    }

    /** The protocols that contain a label, from the outermost to the label itself. */
    public List<String> nested(String label) {
        List<String> known = nested.get(label);
        if (known == null) {
            LinkedList<String> outwards = new LinkedList<>(List.of(label));
            Protocol protocol = rules.protocol(label);
            while (protocol != null && protocol.within() != null && outwards.size() <= DEEPEST) {
                outwards.addFirst(protocol.within());
                protocol = rules.protocol(outwards.getFirst());
            }
            known = List.copyOf(outwards);
            nested.put(label, known);
        }
        return known;
    }
}

package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.Layer;
import dev.periplus.answer.NamedService;
import dev.periplus.answer.Verdict;
import dev.periplus.classify.HostNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The application of a flow and its evidence: the name that identified it, or else the label that implies it.
 *
 * @param evidence of the flow, with that of its application only
 * @param inside the layers, likewise
 */
record Naming(List<Evidence> evidence, List<Layer> inside) {
    /**
     * Returns the evidence once the application is known.
     *
     * @param named the service that names in the flow identify, or null
     */
    static Naming of(Verdict verdict, List<Evidence> evidence, List<Layer> inside, @Nullable NamedService named) {
        Evidence implied = implied(verdict, evidence);
        if (inside.isEmpty() && implied == null && named == null) {
            return new Naming(only(null, evidence), inside);
        }
        for (Layer layer : inside) {
            implied = implied == null ? implied(layer.verdict(), layer.evidence()) : implied;
        }
        String application = implied != null ? implied.label() : named == null ? null : named.service();
        List<Layer> layers = inside.isEmpty() ? inside : new ArrayList<>(inside.size());
        boolean shown = false;
        for (Layer layer : inside) {
            List<Evidence> kept = only(application, layer.evidence());
            shown |= Evidence.any(kept, Kind.APPLICATION);
            layers.add(new Layer(layer.verdict(), kept));
        }
        List<Evidence> kept = only(application, evidence);
        if (application != null && !shown && !Evidence.any(kept, Kind.APPLICATION)) {
            kept = new ArrayList<>(kept);
            kept.add(implied != null || named == null ? implied : HostNames.evidence(named));
        }
        return new Naming(kept, layers);
    }

    /** Returns evidence of the application that a label implies, with the bytes of the strongest evidence for it. */
    private static @Nullable Evidence implied(Verdict verdict, List<Evidence> evidence) {
        String application = verdict.application();
        String label = verdict.label();
        if (application == null || label == null) {
            return null;
        }
        Evidence strongest = null;
        for (Evidence piece : evidence) {
            if (piece.label().equals(label) && (strongest == null || piece.weight() > strongest.weight())) {
                strongest = piece;
            }
        }
        return strongest == null
                ? null
                : new Evidence(
                        Kind.APPLICATION,
                        application,
                        strongest.weight(),
                        label + " is a protocol of " + application,
                        label,
                        strongest.capture(),
                        strongest.packet(),
                        strongest.offset(),
                        strongest.bytes());
    }

    /** Leaves out the evidence of other applications. */
    private static List<Evidence> only(@Nullable String application, List<Evidence> evidence) {
        if (!Evidence.any(evidence, Kind.APPLICATION)) {
            return evidence;
        }
        List<Evidence> kept = new ArrayList<>(evidence.size());
        for (Evidence piece : evidence) {
            if (piece.kind() != Kind.APPLICATION || piece.label().equals(application)) {
                kept.add(piece);
            }
        }
        return kept;
    }
}

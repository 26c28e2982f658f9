package dev.periplus.calibrate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A label beside its reference.
 *
 * @param capture path in its folder
 * @param ends of the flow, in the capture
 * @param rule of the heaviest evidence for the label
 * @param reference the reference's own word
 * @param recognised ids of everything recognised in the flow, the label and what is inside included
 * @param isWrong whether the reference accepts none of them
 */
public record Judgement(
        String capture,
        Form form,
        Ends ends,
        String label,
        double confidence,
        String rule,
        String reference,
        Set<String> recognised,
        boolean isWrong) {

    /** Judges a record; null if it has no label. */
    static @Nullable Judgement of(FlowRecord record, String capture, Form form, FlowNote note) {
        Verdict verdict = record.verdict();
        String label = verdict.label();
        Reference reference = note.reference();
        if (label == null || reference == null) {
            return null;
        }
        Set<String> recognised = new HashSet<>(record.protocols());
        recognised.add(label);
        String protocol = verdict.protocol();
        if (protocol != null) {
            recognised.add(protocol);
        }
        String application = record.application();
        if (application != null) {
            recognised.add(application);
        }
        return new Judgement(
                capture,
                form,
                note.ends(),
                label,
                verdict.confidence(),
                heaviest(record.evidence(), label),
                reference.label(),
                Set.copyOf(recognised),
                reference.accepted().stream().noneMatch(recognised::contains));
    }

    /** The rule of the heaviest evidence for a label: the one whose record tells how far to trust it. */
    public static String heaviest(List<Evidence> evidence, String label) {
        return evidence.stream()
                .filter(piece -> piece.label().equals(label))
                .max(Comparator.comparingDouble(Evidence::weight))
                .map(Evidence::rule)
                .orElse("");
    }
}

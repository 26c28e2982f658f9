package dev.periplus.explain;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.answer.Verdict;
import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.calibrate.Judgement;
import dev.periplus.calibrate.Measured;
import dev.periplus.classify.Weighing;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the evidence of a flow adds up: {@code ssh: 95 + 20 − 40 = 75 decibans, 0.9999}. */
final class Sums {
    private static final int MOST_UNDECIDED = 3;

    private final Weighing weighing;
    private final CalibrationCounts measured;

    Sums(RuleSet rules, CalibrationCounts measured) {
        weighing = new Weighing(rules);
        this.measured = measured;
    }

    /** Returns a line for the label and for each layer inside; without a label, for the labels with most evidence. */
    List<String> lines(FlowRecord record) {
        List<String> lines = new ArrayList<>();
        Verdict verdict = record.verdict();
        if (verdict.label() != null) {
            label(verdict, record.evidence(), lines);
        } else {
            weighing.weigh(record.evidence()).stream()
                    .limit(MOST_UNDECIDED)
                    .forEach(other -> lines.add(sum(other.label(), record.evidence(), other.confidence())
                            + (other.confidence() < Weighing.LEAST ? ": too little for a label" : "")));
        }
        for (Layer layer : record.inside()) {
            label(layer.verdict(), layer.evidence(), lines);
        }
        return lines;
    }

    private void label(Verdict verdict, List<Evidence> evidence, List<String> lines) {
        String label = verdict.label();
        if (label == null) {
            return;
        }
        lines.add(sum(label, evidence, verdict.confidence()));
        List<String> rivals = verdict.alternatives().stream()
                .map(other -> other.label() + " " + confidence(other.confidence()))
                .toList();
        if (!rivals.isEmpty()) {
            lines.add("against " + String.join(", ", rivals));
        }
        Measured record = measured.label(label);
        if (record != null) {
            String rule = Judgement.heaviest(evidence, label);
            Measured byRule = measured.rules(label).get(rule);
            lines.add(label + ": " + wrong(record) + " elsewhere");
            lines.add("rule " + rule + ": " + (byRule == null ? "not measured" : wrong(byRule) + " elsewhere"));
        }
    }

    private static String wrong(Measured record) {
        return Amounts.count(record.wrong()) + " wrong of " + Amounts.count(record.flows());
    }

    private String sum(String label, List<Evidence> evidence, double confidence) {
        List<Double> terms = weighing.terms(label, evidence);
        boolean whole = terms.stream().allMatch(term -> term == Math.rint(term));
        StringBuilder sum = new StringBuilder();
        double total = 0;
        for (double term : terms) {
            String sign = term < 0 ? sum.isEmpty() ? "−" : " − " : sum.isEmpty() ? "" : " + ";
            sum.append(sign).append(number(Math.abs(term), whole));
            total += term;
        }
        return label + ": " + sum + " = " + (total < 0 ? "−" : "") + number(Math.abs(total), whole) + " decibans, "
                + confidence(confidence);
    }

    private static String number(double value, boolean whole) {
        return String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", value);
    }

    private static String confidence(double confidence) {
        return String.format(Locale.ROOT, "%.4f", confidence);
    }
}

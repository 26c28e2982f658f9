package dev.periplus.api;

import java.util.List;

/**
 * Adds evidence to flows from other flows: an add-on. It sees every flow once, as it ends, before its verdict is settled and in
 * an order that does not depend on the number of threads. Captures that belong together have an instance of their own. What
 * it keeps it must bound. What it throws is counted as {@code inspection.failures}.
 */
public interface FlowCorrelation {
    /**
     * What other flows say of a flow.
     *
     * @param label that it is evidence for, or against if the weight is negative
     * @param weight decibans, -300 to 300
     * @param says one sentence for people
     */
    record Hint(String label, double weight, String says) {
        /** Checks the weight. */
        public Hint {
            Weights.check(Math.abs(weight));
        }
    }

    /** The rule that its evidence names: lower case with hyphens. */
    String name();

    /** Learns from a flow that has ended, and returns what earlier ones say of it. */
    List<Hint> ended(EndedFlow flow);
}

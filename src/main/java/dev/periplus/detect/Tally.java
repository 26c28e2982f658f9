package dev.periplus.detect;

import dev.periplus.classify.Trail;
import dev.periplus.flow.Said;

/** How much of a label's weight a flow has been given: what is seen later adds only what is missing. */
final class Tally {
    private final String label;
    private double given;

    Tally(String label) {
        this.label = label;
    }

    double given() {
        return given;
    }

    /** Brings the label's weight up to {@code total} decibans, where it is not there yet. */
    void raise(Trail trail, double total, String says, Said said, int offset, int length) {
        if (total > given) {
            trail.found(label, total - given, says, said, offset, Math.min(length, said.length() - offset));
            given = total;
        }
    }
}

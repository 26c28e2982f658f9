package dev.periplus.detect;

import dev.periplus.classify.Trail;
import dev.periplus.flow.Said;

/** Tracks how much weight a flow has given a label, so that later evidence adds only the difference. */
final class Tally {
    private final String label;
    private double given;

    Tally(String label) {
        this.label = label;
    }

    double given() {
        return given;
    }

    /** Raises the label's weight to {@code total} decibans if it is lower. */
    void raise(Trail trail, double total, String says, Said said, int offset, int length) {
        if (total > given) {
            trail.found(label, total - given, says, said, offset, Math.min(length, said.length() - offset));
            given = total;
        }
    }
}

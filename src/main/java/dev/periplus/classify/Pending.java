package dev.periplus.classify;

import dev.periplus.rule.Signature;

/** A signature that matched and waits for the other side. */
final class Pending {
    final Signature signature;
    final int side;
    final int message;
    final int repliesBefore;
    int failures;

    Pending(Signature signature, int side, int message, int repliesBefore) {
        this.signature = signature;
        this.side = side;
        this.message = message;
        this.repliesBefore = repliesBefore;
    }
}

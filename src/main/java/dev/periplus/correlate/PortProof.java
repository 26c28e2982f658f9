package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/** What a protocol that bytes proved on a server port tells of flows to it whose own bytes cannot show theirs. */
public final class PortProof {
    /** Confidence of a flow that proves a protocol. */
    public static final double PROVEN = 0.9;

    /** Alone, it gives a confidence of 0.8. */
    private static final double WEIGHT = 46;

    private PortProof() {}

    /** Returns what a port speaks that proved both: of labels that refine each other the general one, otherwise null. */
    public static @Nullable String both(String one, String other, RuleSet rules) {
        if (!rules.related(one, other)) {
            return null;
        }
        return rules.refines(one, other) ? other : one;
    }

    /**
     * Returns the evidence for a flow to the port.
     *
     * @param by names the flow that proved the protocol
     */
    public static Evidence evidence(String label, String by) {
        String says = "flow " + by + " proved " + label + " on this server port";
        return Evidence.of(Kind.ENDPOINT, label, WEIGHT, says, label + "/endpoint");
    }

    /**
     * Whether a piece of a flow's evidence, other than that of its application, speaks against the proven protocol.
     *
     * @param label that the piece is for
     */
    public static boolean isAgainst(String label, double weight, String proven, RuleSet rules) {
        boolean against = label.equals(proven) ? weight < 0 : weight > 0;
        return against && !(weight > 0 && rules.related(label, proven));
    }
}

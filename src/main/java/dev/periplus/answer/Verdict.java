package dev.periplus.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a flow is, or why it is unknown.
 *
 * @param label the most specific id that the evidence supports, or null for unknown
 * @param protocol the protocol that carries the label; the label itself if none does
 * @param application the application inside, or null
 * @param basis what it rests on
 * @param confidence of the label, 0 to 1; 0 without a label
 * @param unknownBecause why there is no label, or null if there is one
 * @param alternatives other labels with evidence, most likely first
 */
public record Verdict(
        @Nullable String label,
        @Nullable String protocol,
        @Nullable String application,
        Basis basis,
        double confidence,
        @Nullable Unknown unknownBecause,
        List<Alternative> alternatives) {
    /** What a verdict rests on. */
    public enum Basis {
        PAYLOAD,
        BEHAVIOUR,
        CORRELATION,
        ANALYST,
        NONE
    }

    /** Another label and its confidence. */
    public record Alternative(String label, double confidence) {}

    /** Why a flow has no label. */
    public enum Unknown {
        NO_PAYLOAD("no-payload"),
        UNANSWERED_PROBE("unanswered-probe"),
        ONE_SIDED("one-sided"),
        MIDSTREAM("midstream"),
        CUT_SHORT("cut-short"),
        OPAQUE("opaque"),
        GAP("gap"),
        BUDGET("budget"),
        NO_RULE_MATCHED("no-rule-matched"),
        CONTRADICTORY("contradictory"),
        EVICTED("evicted");

        private final String id;

        Unknown(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}

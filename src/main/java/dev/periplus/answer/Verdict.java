package dev.periplus.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a flow is.
 *
 * @param label the most specific id that the evidence carries, or null for unknown
 * @param protocol the envelope that the label lies in; the label itself where there is none
 * @param application the service inside, or null
 * @param basis what carried it
 * @param confidence of the label, 0 to 1; 0 where there is none
 * @param unknownBecause why there is no label, or null where there is one
 * @param alternatives the other labels that have evidence, the likeliest first
 */
public record Verdict(
        @Nullable String label,
        @Nullable String protocol,
        @Nullable String application,
        Basis basis,
        double confidence,
        @Nullable Unknown unknownBecause,
        List<Alternative> alternatives) {
    /** What carried a verdict. */
    public enum Basis {
        PAYLOAD,
        BEHAVIOUR,
        CORRELATION,
        ANALYST,
        NONE
    }

    /** Another label and how likely it is. */
    public record Alternative(String label, double confidence) {}

    /** Why a flow has no label. */
    public enum Unknown {
        NO_PAYLOAD("no-payload"),
        UNANSWERED_PROBE("unanswered-probe"),
        ONE_SIDED("one-sided"),
        MIDSTREAM("midstream"),
        CUT_SHORT("cut-short"),
        OPAQUE("opaque"),
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

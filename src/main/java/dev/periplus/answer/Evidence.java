package dev.periplus.answer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One piece of evidence for or against a label, or for an application.
 *
 * @param kind what it rests on
 * @param label the label it supports, or contradicts if the weight is negative; or the application it names
 * @param weight decibans: 10 times the decimal logarithm of the likelihood ratio
 * @param says one sentence for people
 * @param rule the rule that produced it: {@code file/signature} or the detector's name
 * @param capture index of the capture that holds that packet
 * @param packet number of the packet that carries the bytes, 0 if it rests on none
 * @param offset of the bytes in that packet's frame, -1 if it rests on none, or if they were pieced together or decoded
 * @param bytes the bytes, at most 32, or null; do not modify
 */
public record Evidence(
        Kind kind,
        String label,
        double weight,
        String says,
        String rule,
        int capture,
        long packet,
        int offset,
        byte @Nullable [] bytes) {

    /** The rule of evidence against what a client asked for: the server says something else. */
    public static final String OTHER_SIDE = "other-side";

    /** The same evidence at a fraction of its weight: the other direction of the flow was not captured. */
    public Evidence lowered(double part) {
        String remark = says + "; the other direction was not captured";
        return new Evidence(kind, label, weight * part, remark, rule, capture, packet, offset, bytes);
    }

    /** What evidence rests on. */
    public enum Kind {
        SIGNATURE,
        DETECTOR,
        BEHAVIOUR,
        COMPANION,
        ANNOUNCED,
        ALLOCATION,
        ENDPOINT,
        CONTRADICTION,
        ANALYST,

        /** Names the application, whose id takes the place of the label; no label is weighed by it. */
        APPLICATION
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Evidence piece
                && kind == piece.kind
                && label.equals(piece.label)
                && weight == piece.weight
                && says.equals(piece.says)
                && rule.equals(piece.rule)
                && capture == piece.capture
                && packet == piece.packet
                && offset == piece.offset
                && Arrays.equals(bytes, piece.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, label, weight, says, rule, capture, packet, offset, Arrays.hashCode(bytes));
    }

    /** Whether one of these pieces is of a kind. */
    public static boolean any(List<Evidence> pieces, Kind kind) {
        for (int i = pieces.size() - 1; i >= 0; i--) {
            if (pieces.get(i).kind == kind) {
                return true;
            }
        }
        return false;
    }

    /** Evidence that rests on no bytes. */
    public static Evidence of(Kind kind, String label, double weight, String says, String rule) {
        return new Evidence(kind, label, weight, says, rule, 0, 0, -1, null);
    }
}

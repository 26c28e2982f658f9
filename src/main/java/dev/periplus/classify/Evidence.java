package dev.periplus.classify;

import org.jspecify.annotations.Nullable;

/**
 * One piece of evidence for or against a label.
 *
 * @param kind what it rests on
 * @param label the label it speaks for, or against where the weight is negative
 * @param weight decibans: 10 times the decimal logarithm of the likelihood ratio
 * @param says one sentence for people
 * @param rule what produced it, {@code file/signature} or the detector's name
 * @param packet number of the packet that carries the bytes, 0 where it rests on none
 * @param offset of the bytes in that packet's frame, -1 where it rests on none
 * @param bytes the bytes, at most 32 of them, or null; not to be changed
 */
public record Evidence(
        Kind kind,
        String label,
        double weight,
        String says,
        String rule,
        long packet,
        int offset,
        byte @Nullable [] bytes) {

    /** The same at a part of its weight, because the other direction of the flow was not captured. */
    Evidence lowered(double part) {
        String remark = says + "; the other direction was not captured";
        return new Evidence(kind, label, weight * part, remark, rule, packet, offset, bytes);
    }

    /** What an evidence rests on. */
    public enum Kind {
        SIGNATURE,
        DETECTOR,
        BEHAVIOUR,
        COMPANION,
        ANNOUNCED,
        ALLOCATION,
        ENDPOINT,
        CONTRADICTION,
        ANALYST
    }

    /** Evidence that rests on no bytes. */
    public static Evidence of(Kind kind, String label, double weight, String says, String rule) {
        return new Evidence(kind, label, weight, says, rule, 0, -1, null);
    }
}

package dev.periplus.api;

import org.jspecify.annotations.Nullable;

/**
 * One piece of evidence for or against a label.
 *
 * @param kind what it rests on: {@code signature}, {@code detector}, {@code behaviour}, {@code companion} and so on, as in
 *     the native record
 * @param label the label it supports, or contradicts if the weight is negative
 * @param weight decibans: 10 times the decimal logarithm of the likelihood ratio
 * @param says one sentence for people; parts of it may come from packets, see {@link IdentifiedFlow}
 * @param rule what produced it
 * @param capture path of the capture that holds the packet, or null if it rests on no bytes
 * @param packet number of the packet in that capture, from 1; 0 if it rests on no bytes
 * @param offset of the bytes in the packet's frame, or -1
 * @param bytes the bytes in hexadecimal, at most 32 of them; empty if it rests on none
 */
public record Proof(
        String kind,
        String label,
        double weight,
        String says,
        String rule,
        @Nullable String capture,
        long packet,
        int offset,
        String bytes) {}

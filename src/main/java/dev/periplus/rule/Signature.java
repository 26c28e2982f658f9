package dev.periplus.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way in which a protocol shows itself in the bytes. Immutable. */
public final class Signature {
    /** Who sends the bytes. */
    public enum From {
        CLIENT,
        SERVER,
        EITHER
    }

    /**
     * An example from the rule file.
     *
     * @param line of the rule file
     */
    public record Example(byte[] request, byte @Nullable [] reply, int line) {}

    private static final double DECIBANS_PER_BIT = 10 * Math.log10(2);

    private final String label;
    private final String name;
    private final List<Integer> transports;
    private final From from;
    private final int message;
    private final Condition when;
    private final @Nullable Condition reply;
    private final List<Example> matches;
    private final List<Example> rejects;
    private final double weight;
    private final double replyWeight;

    Signature(
            String label,
            String name,
            List<Integer> transports,
            From from,
            int message,
            Condition when,
            @Nullable Condition reply,
            List<Example> matches,
            List<Example> rejects) {
        this.label = label;
        this.name = name;
        this.transports = List.copyOf(transports);
        this.from = from;
        this.message = message;
        this.when = when;
        this.reply = reply;
        this.matches = List.copyOf(matches);
        this.rejects = List.copyOf(rejects);
        weight = when.bits() * DECIBANS_PER_BIT;
        replyWeight = reply == null ? 0 : reply.bits() * DECIBANS_PER_BIT;
    }

    public String label() {
        return label;
    }

    /** Unique among all rules: {@code label/name}. */
    public String rule() {
        return label + "/" + name;
    }

    /** IP protocol numbers. */
    public List<Integer> transports() {
        return transports;
    }

    public From from() {
        return from;
    }

    /** Which message of that side, from 1; 0 for any of the first ones. */
    public int message() {
        return message;
    }

    /** Decibans that a match is worth, from the bits it fixes. */
    public double weight() {
        return weight;
    }

    /** Decibans that a matching reply adds. */
    public double replyWeight() {
        return replyWeight;
    }

    public boolean hasReply() {
        return reply != null;
    }

    public Truth matches(Message message) {
        return when.test(message);
    }

    /** Tests the other side's answer; {@code message} must be answering the one that matched. */
    public Truth replyMatches(Message message) {
        return reply == null ? Truth.YES : reply.test(message);
    }

    public List<Example> matches() {
        return matches;
    }

    public List<Example> rejects() {
        return rejects;
    }

    /** The condition in words that come first and fail, for "why not". */
    public String failure(Message message) {
        List<Condition> parts = when instanceof Condition.All all ? all.parts() : List.of(when);
        for (Condition part : parts) {
            Truth truth = part.test(message);
            if (truth != Truth.YES) {
                return part.text() + (truth == Truth.LATER ? " (not enough bytes)" : "");
            }
        }
        return "";
    }

    /** How many of the leading conditions of {@code when} hold, as a share of all of them. */
    public double nearness(Message message) {
        List<Condition> parts = when instanceof Condition.All all ? all.parts() : List.of(when);
        long held =
                parts.stream().filter(part -> part.test(message) == Truth.YES).count();
        return (double) held / parts.size();
    }

    Condition when() {
        return when;
    }
}

package dev.periplus.rule;

import dev.periplus.rulefile.Packed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One byte pattern by which a protocol is recognised: conditions on a message and optionally on its reply. Immutable.
 */
public final class Signature {
    /** Which side sends the message. */
    public enum From {
        CLIENT,
        SERVER,
        EITHER
    }

    /**
     * An example from the rule file.
     *
     * @param line line number in the rule file
     */
    public record Example(byte[] request, byte @Nullable [] reply, int line) {}

    private static final double DECIBANS_PER_BIT = 10 * Math.log10(2);

    private final String label;
    private final String name;
    private final String rule;
    private final List<Integer> transports;
    private final From from;
    private final int message;
    private final boolean identified;
    private final DeferredCondition when;
    private final @Nullable DeferredCondition reply;
    private final double weight;
    private final double replyWeight;
    private final FirstBytes first;
    private final List<Example> matches;
    private final List<Example> rejects;

    private Signature(
            String label,
            String name,
            List<Integer> transports,
            From from,
            int message,
            boolean identified,
            DeferredCondition when,
            @Nullable DeferredCondition reply,
            double weight,
            double replyWeight,
            FirstBytes first,
            List<Example> matches,
            List<Example> rejects) {
        this.label = label;
        this.name = name;
        rule = label + "/" + name;
        this.transports = List.copyOf(transports);
        this.from = from;
        this.message = message;
        this.identified = identified;
        this.when = when;
        this.reply = reply;
        this.weight = weight;
        this.replyWeight = replyWeight;
        this.first = first;
        this.matches = List.copyOf(matches);
        this.rejects = List.copyOf(rejects);
    }

    /** Creates a signature from a rule file; the conditions are known to compile. */
    static Signature written(
            String label,
            String name,
            List<Integer> transports,
            From from,
            int message,
            boolean identified,
            ConditionSource when,
            @Nullable ConditionSource reply,
            List<Example> matches,
            List<Example> rejects) {
        Condition compiled = when.compile();
        Condition answer = reply == null ? null : reply.compile();
        double replyBits = answer == null ? 0 : replyBits(compiled, answer);
        return new Signature(
                label,
                name,
                transports,
                from,
                message,
                identified,
                DeferredCondition.of(compiled),
                answer == null ? null : DeferredCondition.of(answer),
                compiled.bits() * DECIBANS_PER_BIT,
                replyBits * DECIBANS_PER_BIT,
                FirstBytes.of(compiled),
                matches,
                rejects);
    }

    /** Bits of a reply; if lengths fit in the request, it is no surprise that they fit in the reply. */
    private static double replyBits(Condition request, Condition reply) {
        return reply.bits() - Math.min(request.lengthBits(), reply.lengthBits());
    }

    void write(DataOutput out) throws IOException {
        Packed.write(out, name);
        out.writeByte(transports.size());
        for (int transport : transports) {
            out.writeInt(transport);
        }
        out.writeByte(from.ordinal());
        out.writeByte(message);
        out.writeBoolean(identified);
        out.writeDouble(weight);
        out.writeDouble(replyWeight);
        first.write(out);
        when.write(out);
        out.writeBoolean(reply != null);
        if (reply != null) {
            reply.write(out);
        }
    }

    /** Reads what {@link #write} wrote; examples are not included. */
    static Signature read(String label, DataInput in) throws IOException {
        String name = Packed.text(in);
        List<Integer> transports = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            transports.add(in.readInt());
        }
        From from = From.values()[in.readByte()];
        int message = in.readByte();
        boolean identified = in.readBoolean();
        double weight = in.readDouble();
        double replyWeight = in.readDouble();
        FirstBytes first = FirstBytes.read(in);
        DeferredCondition when = DeferredCondition.read(in);
        DeferredCondition reply = in.readBoolean() ? DeferredCondition.read(in) : null;
        return new Signature(
                label,
                name,
                transports,
                from,
                message,
                identified,
                when,
                reply,
                weight,
                replyWeight,
                first,
                List.of(),
                List.of());
    }

    public String label() {
        return label;
    }

    /** Unique name among all rules: {@code label/name}. */
    public String rule() {
        return rule;
    }

    /** Numbers of the transports it applies to. */
    public List<Integer> transports() {
        return transports;
    }

    public From from() {
        return from;
    }

    /** Number of the message of that side, from 1; 0 for any of the first messages. */
    public int message() {
        return message;
    }

    /** Whether it applies only to messages that carry one of its protocol's SCTP payload protocol identifiers. */
    public boolean identified() {
        return identified;
    }

    /** Weight of a match in decibans, from the bits it fixes, whatever the message. */
    public double weight() {
        return weight;
    }

    /** Weight of a message that {@linkplain #matches matches}. */
    public double weight(Message message) {
        return when.get().bits(message) * DECIBANS_PER_BIT;
    }

    /** Additional weight of a matching reply in decibans, whatever the reply. */
    public double replyWeight() {
        return replyWeight;
    }

    /** Additional weight of a reply that {@linkplain #replyMatches matches}. */
    public double replyWeight(Message message) {
        if (reply == null) {
            return 0;
        }
        Condition answer = reply.get();
        double known = Math.min(when.get().lengthBits(message.request()), answer.lengthBits(message));
        return (answer.bits(message) - known) * DECIBANS_PER_BIT;
    }

    public boolean hasReply() {
        return reply != null;
    }

    public Truth matches(Message message) {
        return first.allowFar(message) ? when.get().test(message) : Truth.NO;
    }

    /** Tests the reply; {@code message} must be {@linkplain Message#answering answering} the request that matched. */
    public Truth replyMatches(Message message) {
        return reply == null ? Truth.YES : reply.get().test(message);
    }

    public List<Example> matches() {
        return matches;
    }

    public List<Example> rejects() {
        return rejects;
    }

    /** Returns the text of the first condition that fails; null if all hold. */
    public @Nullable String failure(Message message) {
        List<Condition> parts = when.get() instanceof Condition.All all ? all.parts() : List.of(when.get());
        for (Condition part : parts) {
            Truth truth = part.test(message);
            if (truth != Truth.YES) {
                return part.text() + (truth == Truth.LATER ? " (not enough bytes)" : "");
            }
        }
        return null;
    }

    /** Share of the top-level conditions of {@code when} that hold, 0 to 1. */
    public double nearness(Message message) {
        List<Condition> parts = when.get() instanceof Condition.All all ? all.parts() : List.of(when.get());
        long held =
                parts.stream().filter(part -> part.test(message) == Truth.YES).count();
        return (double) held / parts.size();
    }

    /** The possible values of the first bytes of a matching message. */
    FirstBytes first() {
        return first;
    }
}

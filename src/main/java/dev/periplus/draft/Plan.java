package dev.periplus.draft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of the signature to draft.
 *
 * @param ofAnswer whether it covers only the reply, because nothing in the first message is constant
 * @param client whether {@code when} tests a message of the client
 */
record Plan(boolean ofAnswer, boolean client, List<Clause> when, List<Clause> reply) {
    /** Plans a signature; returns null if nothing is constant enough. */
    static @Nullable Plan of(Group group, Shape shape) {
        boolean clientFirst = group.first().clientFirst();
        if (shape.when().stream().anyMatch(clause -> clause.change() >= 0)) {
            return new Plan(false, clientFirst, shape.when(), shape.reply());
        }
        List<Clause> alone = shape.reply().stream()
                .filter(clause -> clause.kind() != Clause.Kind.ECHO && clause.kind() != Clause.Kind.SAME_LENGTH)
                .toList();
        return alone.stream().anyMatch(clause -> clause.change() >= 0)
                ? new Plan(true, !clientFirst, alone, List.of())
                : null;
    }

    /** Number of leading bytes that an example must keep of the message that {@code when} tests. */
    int whenEnd() {
        int end = when.stream().mapToInt(Clause::end).max().orElse(0);
        return Math.max(end, reply.stream().mapToInt(Clause::askedEnd).max().orElse(0));
    }

    int replyEnd() {
        return reply.stream().mapToInt(Clause::end).max().orElse(0);
    }

    boolean whenNeedsLength() {
        return when.stream().anyMatch(Clause::needsLength)
                || reply.stream().anyMatch(clause -> clause.kind() == Clause.Kind.SAME_LENGTH);
    }

    boolean replyNeedsLength() {
        return reply.stream().anyMatch(Clause::needsLength);
    }
}

package dev.periplus.draft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which conditions a signature is to have.
 *
 * @param ofAnswer true where it is about the answer alone, because nothing in the first message is constant
 * @param client true where the client says what {@code when} is about
 */
record Plan(boolean ofAnswer, boolean client, List<Clause> when, List<Clause> reply) {
    /** Null where nothing is constant enough. */
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

    /** How much of the message that {@code when} is about an example must hold. */
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

package dev.periplus.rule;

import java.util.List;

/**
 * A condition as written in a rule file, before compilation.
 *
 * @param text the text of a single condition; empty for a group
 * @param parts the members of a group
 */
record ConditionSource(Kind kind, String text, List<ConditionSource> parts) {
    /** How the parts are combined. */
    enum Kind {
        SINGLE,
        ALL,
        ANY,
        NOT
    }

    static ConditionSource single(String text) {
        return new ConditionSource(Kind.SINGLE, text, List.of());
    }

    static ConditionSource group(Kind kind, List<ConditionSource> parts) {
        return kind == Kind.ALL && parts.size() == 1 ? parts.get(0) : new ConditionSource(kind, "", List.copyOf(parts));
    }

    /** Whether a part reads the request. */
    boolean readsRequest() {
        boolean here =
                !text.startsWith("match") && text.replaceAll("'[^']*'", "").contains("request.");
        return here || parts.stream().anyMatch(ConditionSource::readsRequest);
    }

    /** @throws IllegalArgumentException if a condition cannot be parsed; the message says what is wrong */
    Condition compile() {
        List<Condition> compiled = parts.stream().map(ConditionSource::compile).toList();
        return switch (kind) {
            case SINGLE -> ConditionParser.parse(text);
            case ALL -> new Condition.All(compiled);
            case ANY -> new Condition.Any(compiled);
            case NOT -> new Condition.Not(compiled.get(0));
        };
    }
}

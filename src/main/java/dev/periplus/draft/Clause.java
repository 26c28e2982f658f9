package dev.periplus.draft;

/**
 * Something that holds in every flow of a group.
 *
 * @param kind what it rests on
 * @param condition as rules state it; empty where it is only worth saying
 * @param words the same for people
 * @param end up to which byte the message is read
 * @param askedEnd up to which byte the message that is answered is read
 * @param change a byte that must not be otherwise, -1 where no single one is known
 */
record Clause(Kind kind, String condition, String words, int end, int askedEnd, int change) {
    /** In the order in which a rule states them. */
    enum Kind {
        FIXED,
        ONE_OF,
        LENGTH_FIELD,
        LENGTH,
        SAME_LENGTH,
        ECHO,
        REMARK
    }

    static Clause remark(String words) {
        return new Clause(Kind.REMARK, "", words, 0, 0, -1);
    }

    boolean drafted() {
        return !condition.isEmpty();
    }

    /** True where an example may not be cut. */
    boolean needsLength() {
        return kind == Kind.LENGTH_FIELD || kind == Kind.LENGTH || kind == Kind.SAME_LENGTH;
    }

    Clause onlyWords() {
        return remark(words);
    }
}

package dev.periplus.draft;

/**
 * A property that holds in every flow of a group.
 *
 * @param kind kind of property
 * @param condition as rules write it; empty for a remark
 * @param words description for the reader
 * @param end number of leading bytes of the message that it reads
 * @param askedEnd number of leading bytes of the request that it reads
 * @param change offset of a byte whose change breaks the property; -1 if none is known
 */
record Clause(Kind kind, String condition, String words, int end, int askedEnd, int change) {
    /** Kinds in the order in which a rule lists them. */
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

    /** Whether an example must keep its full length. */
    boolean needsLength() {
        return kind == Kind.LENGTH_FIELD || kind == Kind.LENGTH || kind == Kind.SAME_LENGTH;
    }

    Clause onlyWords() {
        return remark(words);
    }
}

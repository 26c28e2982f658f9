package dev.periplus.answer;

/**
 * A counter and its value.
 *
 * @param member {@code gre} of {@code tunnel.*}; empty if the counter has no members
 */
public record Count(Counter counter, String member, long value) {
    public Count {
        if (counter.hasMembers() == member.isEmpty()) {
            throw new IllegalArgumentException(counter.id() + " of '" + member + "'");
        }
    }

    /**
     * Returns the count with this {@link #id}.
     *
     * @throws IllegalArgumentException if no counter has the id
     */
    public static Count of(String id, long value) {
        for (Counter counter : Counter.values()) {
            String fixed = counter.id("");
            if (counter.hasMembers() ? id.startsWith(fixed) : id.equals(fixed)) {
                return counter.count(id.substring(fixed.length()), value);
            }
        }
        throw new IllegalArgumentException("no counter " + id);
    }

    public String id() {
        return counter.id(member);
    }

    /** The value in words: {@code 1 flow evicted}. */
    public String text() {
        return Amounts.count(value) + " " + counter.words(member, value == 1);
    }
}

package dev.periplus.draft;

import java.util.List;

/** Flows whose first messages are alike: one transport, the same role speaks first, and enough of the bytes agree. */
public record Group(List<Sample> samples) {
    /** How many flows there are. */
    public int size() {
        return samples.size();
    }

    Sample first() {
        return samples.get(0);
    }

    /** True where who the client is was seen, not guessed, in every flow. */
    boolean observed() {
        return samples.stream().allMatch(Sample::observed);
    }

    List<Sample> answered() {
        return samples.stream().filter(sample -> sample.answer() != null).toList();
    }
}

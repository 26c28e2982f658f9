package dev.periplus.answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counters and their values in display order; each counter, or each member of one, appears once. */
public record Counters(List<Count> counts) {
    public static final Counters NONE = of();

    public Counters {
        counts = List.copyOf(counts);
    }

    public static Counters of(Count... counts) {
        return new Counters(List.of(counts));
    }

    /** The value of a counter, or the sum of its members; 0 if it was not counted. */
    public long get(Counter counter) {
        return counts.stream()
                .filter(count -> count.counter() == counter)
                .mapToLong(Count::value)
                .sum();
    }

    /** The value of a counter without members. */
    public Count count(Counter counter) {
        return counter.count(get(counter));
    }

    /** Whether the counter is present, even at 0. */
    public boolean has(Counter counter) {
        return counts.stream().anyMatch(count -> count.counter() == counter);
    }

    /** Adds value by value; counters that only the other has come last. */
    public Counters plus(Counters other) {
        Map<String, Count> sums = new LinkedHashMap<>();
        counts.forEach(count -> sums.put(count.id(), count));
        other.counts.forEach(count -> sums.merge(
                count.id(), count, (one, two) -> new Count(one.counter(), one.member(), one.value() + two.value())));
        return new Counters(List.copyOf(sums.values()));
    }

    /** The difference to an earlier state. */
    public Counters since(Counters earlier) {
        return plus(new Counters(earlier.counts.stream()
                .map(count -> new Count(count.counter(), count.member(), -count.value()))
                .toList()));
    }
}

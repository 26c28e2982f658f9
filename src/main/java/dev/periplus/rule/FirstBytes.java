package dev.periplus.rule;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** A set of values of a message's first byte; how the index narrows down which signatures can match. */
final class FirstBytes {
    private final BitSet values = new BitSet(256);

    static FirstBytes none() {
        return new FirstBytes();
    }

    static FirstBytes any() {
        return where(value -> true);
    }

    static FirstBytes where(IntPredicate holds) {
        FirstBytes first = new FirstBytes();
        for (int value = 0; value < 256; value++) {
            first.values.set(value, holds.test(value));
        }
        return first;
    }

    void add(FirstBytes other) {
        values.or(other.values);
    }

    void retain(FirstBytes other) {
        values.and(other.values);
    }

    boolean has(int value) {
        return values.get(value);
    }

    int size() {
        return values.cardinality();
    }
}

package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/** A set of values of a message's first byte; how the index narrows down which signatures can match. */
final class FirstBytes {
    private static final int WORDS = 256 / Long.SIZE;

    private final BitSet values;

    private FirstBytes(BitSet values) {
        this.values = values;
    }

    static FirstBytes none() {
        return new FirstBytes(new BitSet(256));
    }

    static FirstBytes any() {
        return where(value -> true);
    }

    static FirstBytes where(IntPredicate holds) {
        FirstBytes first = none();
        for (int value = 0; value < 256; value++) {
            first.values.set(value, holds.test(value));
        }
        return first;
    }

    void write(DataOutput out) throws IOException {
        long[] words = Arrays.copyOf(values.toLongArray(), WORDS);
        for (long word : words) {
            out.writeLong(word);
        }
    }

    static FirstBytes read(DataInput in) throws IOException {
        long[] words = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = in.readLong();
        }
        return new FirstBytes(BitSet.valueOf(words));
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

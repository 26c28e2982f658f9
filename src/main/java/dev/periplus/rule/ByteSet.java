package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/** A set of values that one byte of a message can have; how the index narrows down which signatures can match. */
final class ByteSet {
    private static final int WORDS = 256 / Long.SIZE;

    private final BitSet values;

    private ByteSet(BitSet values) {
        this.values = values;
    }

    static ByteSet none() {
        return new ByteSet(new BitSet(256));
    }

    static ByteSet any() {
        return where(value -> true);
    }

    static ByteSet where(IntPredicate holds) {
        ByteSet set = none();
        for (int value = 0; value < 256; value++) {
            set.values.set(value, holds.test(value));
        }
        return set;
    }

    void write(DataOutput out) throws IOException {
        long[] words = Arrays.copyOf(values.toLongArray(), WORDS);
        for (long word : words) {
            out.writeLong(word);
        }
    }

    static ByteSet read(DataInput in) throws IOException {
        long[] words = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = in.readLong();
        }
        return new ByteSet(BitSet.valueOf(words));
    }

    void add(ByteSet other) {
        values.or(other.values);
    }

    void retain(ByteSet other) {
        values.and(other.values);
    }

    boolean has(int value) {
        return values.get(value);
    }

    int size() {
        return values.cardinality();
    }
}

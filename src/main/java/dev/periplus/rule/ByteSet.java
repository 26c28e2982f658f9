package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** A set of values that one byte of a message can have; how the index narrows down which signatures can match. */
final class ByteSet {
    static final int VALUES = 256;

    private static final int WORDS = VALUES / Long.SIZE;

    /** Sets up to this size are written value by value. */
    private static final int SMALL = 16;

    private final BitSet values;

    private ByteSet(BitSet values) {
        this.values = values;
    }

    static ByteSet none() {
        return new ByteSet(new BitSet(VALUES));
    }

    static ByteSet any() {
        ByteSet set = none();
        set.values.set(0, VALUES);
        return set;
    }

    static ByteSet where(IntPredicate holds) {
        ByteSet set = none();
        for (int value = 0; value < VALUES; value++) {
            set.values.set(value, holds.test(value));
        }
        return set;
    }

    void write(DataOutput out) throws IOException {
        int size = size();
        boolean small = size > 0 && size <= SMALL;
        out.writeByte(small ? size : 0);
        if (small) {
            for (int value = values.nextSetBit(0); value >= 0; value = values.nextSetBit(value + 1)) {
                out.writeByte(value);
            }
            return;
        }
        for (long word : Arrays.copyOf(values.toLongArray(), WORDS)) {
            out.writeLong(word);
        }
    }

    static ByteSet read(DataInput in) throws IOException {
        int size = in.readByte();
        if (size > 0) {
            ByteSet set = none();
            for (int left = size; left > 0; left--) {
                set.values.set(in.readUnsignedByte());
            }
            return set;
        }
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

    void forEach(IntConsumer action) {
        values.stream().forEach(action);
    }

    boolean has(int value) {
        return values.get(value);
    }

    int size() {
        return values.cardinality();
    }
}

package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** The set of values that one byte of a matching message can have; the index narrows down signatures with it. */
final class ByteSet {
    static final int VALUES = 256;

    private static final int WORDS = VALUES / Long.SIZE;

    /** Sets up to this size are serialised value by value. */
    private static final int SMALL = 16;

    private final long[] words = new long[WORDS];

    private ByteSet() {}

    static ByteSet none() {
        return new ByteSet();
    }

    static ByteSet any() {
        ByteSet set = none();
        Arrays.fill(set.words, -1L);
        return set;
    }

    static ByteSet where(IntPredicate holds) {
        ByteSet set = none();
        for (int value = 0; value < VALUES; value++) {
            if (holds.test(value)) {
                set.add(value);
            }
        }
        return set;
    }

    void write(DataOutput out) throws IOException {
        int size = size();
        boolean small = size > 0 && size <= SMALL;
        out.writeByte(small ? size : 0);
        if (small) {
            for (int value = next(0); value >= 0; value = next(value + 1)) {
                out.writeByte(value);
            }
            return;
        }
        for (long word : words) {
            out.writeLong(word);
        }
    }

    static ByteSet read(DataInput in) throws IOException {
        ByteSet set = none();
        int size = in.readByte();
        for (int left = size; left > 0; left--) {
            set.add(in.readUnsignedByte());
        }
        for (int i = 0; size == 0 && i < WORDS; i++) {
            set.words[i] = in.readLong();
        }
        return set;
    }

    private void add(int value) {
        words[value / Long.SIZE] |= 1L << value;
    }

    void add(ByteSet other) {
        for (int i = 0; i < WORDS; i++) {
            words[i] |= other.words[i];
        }
    }

    void retain(ByteSet other) {
        for (int i = 0; i < WORDS; i++) {
            words[i] &= other.words[i];
        }
    }

    boolean has(int value) {
        return (words[value / Long.SIZE] & 1L << value) != 0;
    }

    /** Returns the first value from {@code from} on, or -1 if there is none. */
    int next(int from) {
        for (int i = from / Long.SIZE; i < WORDS; i++) {
            long left = words[i] & (i == from / Long.SIZE ? -1L << from : -1L);
            if (left != 0) {
                return i * Long.SIZE + Long.numberOfTrailingZeros(left);
            }
        }
        return -1;
    }

    int size() {
        int size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }
}

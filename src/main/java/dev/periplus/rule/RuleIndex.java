package dev.periplus.rule;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the signatures of one transport that can match a message: those that allow its length and each of its first
 * bytes. Immutable.
 *
 * <p>How it works. For the length and each of the first offsets, a table maps the value found there to the set of
 * signatures that allow it, one bit each. The candidates are the intersection of these sets. Equal sets are stored once.
 * The intersection ends as soon as no later offset can rule out what is left.
 */
public final class RuleIndex {
    private static final int OFFSETS = FirstBytes.NEAR - FirstBytes.LENGTH;

    /** Value of a message that ends before the offset. */
    private static final int ABSENT = ByteSet.VALUES;

    private static final int VALUES = ABSENT + 1;

    private final List<Signature> signatures;
    private final int words;

    /** By offset, the length first, then by value or {@link #ABSENT}: the number of a set. */
    private final char[] rows;

    /** The sets one after another, {@link #words} each; set 0 has all signatures. */
    private final long[] sets;

    /** By offset, {@link #words} each: the signatures for which some value here or at a later offset is not possible. */
    private final long[] narrowed;

    private RuleIndex(List<Signature> signatures, char[] rows, long[] sets, long[] narrowed) {
        this.signatures = signatures;
        words = words(signatures.size());
        this.rows = rows;
        this.sets = sets;
        this.narrowed = narrowed;
    }

    private static int words(int signatures) {
        return (signatures + Long.SIZE - 1) / Long.SIZE;
    }

    /** Returns the index of a transport that no signature is for. */
    static RuleIndex none() {
        return new RuleIndex(List.of(), new char[OFFSETS * VALUES], new long[0], new long[0]);
    }

    static RuleIndex of(List<Signature> signatures) {
        return new Builder(signatures).build();
    }

    /** Writes the tables, less the offsets where every value is possible. */
    void write(DataOutput out) throws IOException {
        int told = 0;
        for (int at = 0; at < rows.length; at++) {
            told |= rows[at] == 0 ? 0 : 1 << at / VALUES;
        }
        out.writeInt(told);
        for (int at = 0; at < rows.length; at++) {
            if ((told & 1 << at / VALUES) != 0) {
                out.writeChar(rows[at]);
            }
        }
        out.writeInt(sets.length);
        for (long set : sets) {
            out.writeLong(set);
        }
        for (long set : narrowed) {
            out.writeLong(set);
        }
    }

    /** Reads what {@link #write} wrote, for the same signatures. */
    static RuleIndex read(List<Signature> signatures, ByteBuffer in) {
        char[] rows = new char[OFFSETS * VALUES];
        int told = in.getInt();
        for (int offset = 0; offset < OFFSETS; offset++) {
            if ((told & 1 << offset) != 0) {
                in.asCharBuffer().get(rows, offset * VALUES, VALUES);
                in.position(in.position() + VALUES * Character.BYTES);
            }
        }
        long[] sets = new long[in.getInt()];
        in.asLongBuffer().get(sets);
        in.position(in.position() + sets.length * Long.BYTES);
        long[] narrowed = new long[OFFSETS * words(signatures.size())];
        in.asLongBuffer().get(narrowed);
        return new RuleIndex(signatures, rows, sets, narrowed);
    }

    /** Number of signatures. */
    public int size() {
        return signatures.size();
    }

    public Signature get(int number) {
        return signatures.get(number);
    }

    /** Returns the signatures that can match a message. */
    public List<Signature> candidates(Message message) {
        Candidates found = candidates();
        found.of(message);
        List<Signature> list = new ArrayList<>();
        for (int number = found.next(0); number >= 0; number = found.next(number + 1)) {
            list.add(get(number));
        }
        return list;
    }

    /** Returns a reusable set for the candidates of one message after another. */
    public Candidates candidates() {
        return new Candidates();
    }

    /** The signatures that can match a message; reusable. */
    public final class Candidates {
        private final long[] set = Arrays.copyOf(sets, words);

        private Candidates() {}

        /** Computes the candidates of a message; bytes that an open message lacks so far rule nothing out. */
        public void of(Message message) {
            System.arraycopy(sets, 0, set, 0, words);
            boolean open = message.open;
            boolean left = open || narrow(0, FirstBytes.ofLength(message.length));
            int present = Math.min(FirstBytes.NEAR, message.available);
            int end = open ? present : FirstBytes.NEAR;
            for (int offset = 0; offset < end && left; offset++) {
                int value = offset < present ? message.bytes[message.start + offset] & 0xff : ABSENT;
                left = narrow(offset - FirstBytes.LENGTH, value);
            }
        }

        /** Removes what does not allow a value at a place; returns whether later places may remove more. */
        private boolean narrow(int place, int value) {
            int from = rows[place * VALUES + value] * words;
            int later = (place + 1) * words;
            long more = 0;
            for (int word = 0; word < words; word++) {
                long both = set[word] & sets[from + word];
                set[word] = both;
                more |= later == narrowed.length ? 0 : both & narrowed[later + word];
            }
            return more != 0;
        }

        /** Returns the number of the first candidate from {@code number} on, or -1 if there is none. */
        public int next(int number) {
            int word = number / Long.SIZE;
            if (word >= set.length) {
                return -1;
            }
            long left = set[word] & -1L << number;
            while (left == 0) {
                if (++word == set.length) {
                    return -1;
                }
                left = set[word];
            }
            return word * Long.SIZE + Long.numberOfTrailingZeros(left);
        }
    }

    /** Computes the tables. */
    private static final class Builder {
        private final List<Signature> signatures;
        private final char[] rows = new char[OFFSETS * VALUES];

        /** The sets in the order of their numbers. */
        private final Map<LongBuffer, Integer> sets = new LinkedHashMap<>();

        Builder(List<Signature> signatures) {
            this.signatures = signatures;
        }

        RuleIndex build() {
            long[] all = new long[words(signatures.size())];
            for (int i = 0; i < signatures.size(); i++) {
                add(all, i);
            }
            number(all);
            for (int offset = FirstBytes.LENGTH; offset < FirstBytes.NEAR; offset++) {
                fill(all, offset);
            }
            LongBuffer flat = LongBuffer.allocate(sets.size() * all.length);
            sets.keySet().forEach(set -> flat.put(set.duplicate()));
            return new RuleIndex(signatures, rows, flat.array(), narrowed(all.length));
        }

        private long[] narrowed(int words) {
            long[] narrowed = new long[OFFSETS * words];
            for (int i = 0; i < signatures.size(); i++) {
                for (int place = OFFSETS - 1, last = -1; place >= 0; place--) {
                    last = signatures.get(i).first().near(place + FirstBytes.LENGTH) == null ? last : place;
                    if (last >= 0) {
                        narrowed[place * words + i / Long.SIZE] |= 1L << i;
                    }
                }
            }
            return narrowed;
        }

        private void fill(long[] all, int offset) {
            long[] free = all.clone();
            for (int i = 0; i < signatures.size(); i++) {
                if (signatures.get(i).first().near(offset) != null) {
                    free[i / Long.SIZE] &= ~(1L << i);
                }
            }
            long[][] table = new long[VALUES][];
            Arrays.fill(table, free);
            for (int i = 0; i < signatures.size(); i++) {
                ByteSet values = signatures.get(i).first().near(offset);
                for (int value = values == null ? -1 : values.next(0); value >= 0; value = values.next(value + 1)) {
                    table[value] = table[value] == free ? free.clone() : table[value];
                    add(table[value], i);
                }
            }
            for (int value = 0; value < VALUES; value++) {
                rows[(offset - FirstBytes.LENGTH) * VALUES + value] = (char) number(table[value]);
            }
        }

        private static void add(long[] set, int bit) {
            set[bit / Long.SIZE] |= 1L << bit;
        }

        /** Offsets times values fit in a char. */
        private int number(long[] set) {
            int next = sets.size();
            Integer known = sets.putIfAbsent(LongBuffer.wrap(set), next);
            return known == null ? next : known;
        }
    }
}

package dev.periplus.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the signatures of one transport that can match a message: those that allow its length and each of its first
 * bytes. Immutable.
 *
 * <p>How it works. For the length and each of the first offsets, a table maps the value found there to the set of
 * signatures that allow it, one bit each. The candidates are the intersection of these sets.
 */
public final class RuleIndex {
    private static final int OFFSETS = FirstBytes.NEAR - FirstBytes.LENGTH;

    /** Row of a message that ends before the offset. */
    private static final int ABSENT = ByteSet.VALUES;

    private final Signature[] signatures;
    private final long[] all;

    /** By offset, the length first, then by value or {@link #ABSENT}. */
    private final long[][][] rows = new long[OFFSETS][ABSENT + 1][];

    RuleIndex(List<Signature> signatures) {
        this.signatures = signatures.toArray(Signature[]::new);
        all = new long[(this.signatures.length + Long.SIZE - 1) / Long.SIZE];
        for (int i = 0; i < this.signatures.length; i++) {
            add(all, i);
        }
        for (int i = 0; i < rows.length; i++) {
            fill(rows[i], i + FirstBytes.LENGTH);
        }
    }

    private void fill(long[][] table, int offset) {
        long[] free = all.clone();
        for (int i = 0; i < signatures.length; i++) {
            if (signatures[i].first().near(offset) != null) {
                free[i / Long.SIZE] &= ~(1L << i);
            }
        }
        Arrays.fill(table, free);
        for (int i = 0; i < signatures.length; i++) {
            ByteSet values = signatures[i].first().near(offset);
            for (int value = values == null ? -1 : values.next(0); value >= 0; value = values.next(value + 1)) {
                table[value] = table[value] == free ? free.clone() : table[value];
                add(table[value], i);
            }
        }
        share(table);
    }

    /** Lets neighbouring values with equal sets share one array, to save cache. */
    private static void share(long[][] table) {
        for (int value = 1; value < table.length; value++) {
            if (Arrays.equals(table[value], table[value - 1])) {
                table[value] = table[value - 1];
            }
        }
    }

    private static void add(long[] set, int bit) {
        set[bit / Long.SIZE] |= 1L << bit;
    }

    /** Number of signatures. */
    public int size() {
        return signatures.length;
    }

    public Signature get(int number) {
        return signatures[number];
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
        private final long[][] allowed = new long[OFFSETS][];
        private final long[] set = all.clone();

        private Candidates() {}

        /** Computes the candidates of a message; bytes that an open message lacks so far rule nothing out. */
        public void of(Message message) {
            int looked = 0;
            if (!message.open) {
                allowed[looked++] = rows[0][FirstBytes.ofLength(message.length)];
            }
            int present = Math.min(FirstBytes.NEAR, message.available);
            for (int offset = 0; offset < present; offset++) {
                allowed[looked++] = rows[offset - FirstBytes.LENGTH][message.bytes[message.start + offset] & 0xff];
            }
            for (int offset = present; offset < FirstBytes.NEAR && !message.open; offset++) {
                allowed[looked++] = rows[offset - FirstBytes.LENGTH][ABSENT];
            }
            for (int word = 0; word < set.length; word++) {
                long left = all[word];
                for (int i = 0; i < looked && left != 0; i++) {
                    left &= allowed[i][word];
                }
                set[word] = left;
            }
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
}

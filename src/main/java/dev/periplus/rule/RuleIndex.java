package dev.periplus.rule;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the signatures of one transport that can match a message: those that allow its length and each of its first
 * bytes. Immutable.
 *
 * <p>How it works. For the length and each of the first offsets, a table maps the value found there to the set of
 * signatures that allow it, one bit each. The candidates are the intersection of these sets. Equal sets are stored once.
 * The bits of signatures with the same first byte are neighbours: the first byte of a message leaves few words of a set,
 * and the other bytes are looked up for these alone. The intersection ends as soon as no later offset can
 * rule out what is left.
 */
public final class RuleIndex {
    private static final int OFFSETS = FirstBytes.NEAR - FirstBytes.LENGTH;
    private static final int LENGTH = 0;
    private static final int FIRST = 1;

    /** Value of a message that ends before the offset. */
    private static final int ABSENT = ByteSet.VALUES;

    private static final int VALUES = ABSENT + 1;

    private static final int MANY = ByteSet.VALUES / 4;

    /** Each is read on first use: most are never candidates. */
    private final List<Signature> given;

    /** Those that were used, by their numbers. They are immutable: no thread sees half of one. */
    private final @Nullable Signature[] used;

    private final int words;

    /** By bit: the number of its signature. */
    private final char[] numbers;

    /** By offset, the length first, then by value or {@link #ABSENT}: the number of a set. */
    private final char[] rows;

    /** The sets one after another, {@link #words} each; set 0 has all signatures. */
    private final long[] sets;

    /** By offset, {@link #words} each: the signatures for which some value here or at a later offset is not possible. */
    private final long[] narrowed;

    private RuleIndex(List<Signature> signatures, char[] numbers, char[] rows, long[] sets, long[] narrowed) {
        given = signatures;
        used = new Signature[signatures.size()];
        this.numbers = numbers;
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
        return new RuleIndex(List.of(), new char[0], new char[OFFSETS * VALUES], new long[0], new long[0]);
    }

    static RuleIndex of(List<Signature> signatures) {
        return new Builder(signatures).build();
    }

    /** Writes the tables, less the offsets where every value is possible. */
    void write(DataOutput out) throws IOException {
        for (char number : numbers) {
            out.writeChar(number);
        }
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
        char[] numbers = new char[signatures.size()];
        chars(in, numbers, 0, numbers.length);
        char[] rows = new char[OFFSETS * VALUES];
        int told = in.getInt();
        for (int offset = 0; offset < OFFSETS; offset++) {
            if ((told & 1 << offset) != 0) {
                chars(in, rows, offset * VALUES, VALUES);
            }
        }
        long[] sets = new long[in.getInt()];
        in.asLongBuffer().get(sets);
        in.position(in.position() + sets.length * Long.BYTES);
        long[] narrowed = new long[OFFSETS * words(signatures.size())];
        in.asLongBuffer().get(narrowed);
        return new RuleIndex(signatures, numbers, rows, sets, narrowed);
    }

    private static void chars(ByteBuffer in, char[] to, int from, int count) {
        in.asCharBuffer().get(to, from, count);
        in.position(in.position() + count * Character.BYTES);
    }

    private Signature use(int number) {
        Signature signature = given.get(number);
        used[number] = signature;
        return signature;
    }

    /** Number of signatures. */
    public int size() {
        return used.length;
    }

    /** Returns the signatures that can match a message. */
    public List<Signature> candidates(Message message) {
        Candidates found = candidates();
        List<Signature> list = new ArrayList<>();
        int count = found.of(message);
        for (int i = 0; i < count; i++) {
            list.add(found.get(i));
        }
        return list;
    }

    /** Returns a reusable set for the candidates of one message after another. */
    public Candidates candidates() {
        return new Candidates();
    }

    /** The signatures that can match a message; reusable. */
    public final class Candidates {
        private final long[] set = new long[words];

        /** The words of the set that are not empty. */
        private final int[] live = new int[words];

        private int lives;

        /** The numbers of the candidates. */
        private final char[] found = new char[used.length];

        private Candidates() {}

        /**
         * Computes the candidates of a message, and returns how many there are. Bytes that an open message lacks so far
         * rule nothing out.
         */
        public int of(Message message) {
            boolean open = message.open;
            int present = Math.min(FirstBytes.NEAR, message.available);
            int end = open ? present : FirstBytes.NEAR;
            begin(end == 0 ? 0 : rows[FIRST * VALUES + value(message, 0, present)]);
            boolean left = open || narrow(LENGTH, FIRST, FirstBytes.ofLength(message.length));
            for (int offset = 1; offset < end && left; offset++) {
                int place = FIRST + offset;
                left = narrow(place, place, value(message, offset, present));
            }
            return collect();
        }

        /** Returns a candidate, from 0 on, in the order of the rules. */
        public Signature get(int index) {
            int number = found[index];
            Signature signature = used[number];
            return signature == null ? use(number) : signature;
        }

        private static int value(Message message, int offset, int present) {
            return offset < present ? message.bytes[message.start + offset] & 0xff : ABSENT;
        }

        private void begin(int from) {
            lives = 0;
            for (int word = 0; word < words; word++) {
                long all = sets[from * words + word];
                set[word] = all;
                if (all != 0) {
                    live[lives++] = word;
                }
            }
        }

        /** Removes what does not allow a value at a place; returns whether places after {@code last} may remove more. */
        private boolean narrow(int place, int last, int value) {
            int from = rows[place * VALUES + value] * words;
            int later = (last + 1) * words;
            long more = 0;
            int kept = 0;
            for (int i = 0; i < lives; i++) {
                int word = live[i];
                long both = set[word] & sets[from + word];
                set[word] = both;
                if (both != 0) {
                    live[kept++] = word;
                    more |= later == narrowed.length ? 0 : both & narrowed[later + word];
                }
            }
            lives = kept;
            return more != 0;
        }

        /** Notes the numbers of the candidates in order; there are few. */
        private int collect() {
            int count = 0;
            for (int i = 0; i < lives; i++) {
                int bit = live[i] * Long.SIZE;
                for (long left = set[live[i]]; left != 0; left &= left - 1) {
                    char number = numbers[bit + Long.numberOfTrailingZeros(left)];
                    int at = count++;
                    while (at > 0 && found[at - 1] > number) {
                        found[at] = found[at - 1];
                        at--;
                    }
                    found[at] = number;
                }
            }
            return count;
        }
    }

    /** Computes the tables. */
    private static final class Builder {
        private final List<Signature> given;

        /** In the order of their bits. */
        private final List<Signature> signatures;

        private final char[] rows = new char[OFFSETS * VALUES];

        /** The sets in the order of their numbers. */
        private final Map<LongBuffer, Integer> sets = new LinkedHashMap<>();

        Builder(List<Signature> signatures) {
            given = signatures;
            this.signatures = new ArrayList<>(signatures);
            this.signatures.sort(Comparator.comparingInt(Builder::leastFirst));
        }

        /** The least first byte that a signature allows; less than that of others if it allows many. */
        private static int leastFirst(Signature signature) {
            ByteSet values = signature.first().near(0);
            return values == null || values.size() > MANY ? -1 : values.next(0);
        }

        private char[] numbers() {
            Map<Signature, Integer> numberOf = new IdentityHashMap<>();
            given.forEach(signature -> numberOf.put(signature, numberOf.size()));
            char[] numbers = new char[given.size()];
            for (int bit = 0; bit < numbers.length; bit++) {
                numbers[bit] =
                        (char) numberOf.getOrDefault(signatures.get(bit), 0).intValue();
            }
            return numbers;
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
            return new RuleIndex(given, numbers(), rows, flat.array(), narrowed(all.length));
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

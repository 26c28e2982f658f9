package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * A regular expression compiled to a deterministic automaton over bytes: one table look-up per byte, no allocation, and
 * it stops as soon as no match is possible. Immutable. Built by the subset construction from Thompson's NFA;
 * expressions that need more than {@link #MOST_STATES} states are refused.
 */
final class RegexAutomaton {
    static final int MOST_STATES = 4096;

    /** Bound of the steps followed to build an automaton; those of the packaged rules need a hundredth of it. */
    private static final long MOST_WORK = 20_000_000;

    private static final int DEAD = 0;
    private static final int MATCHED = 1;

    private static final int BYTES = 256;

    private final byte[] classOf;
    private final short[] next;
    private final int classes;
    private final boolean[] matchedAtEnd;
    private final int start;

    private RegexAutomaton(byte[] classOf, int classes, short[] next, boolean[] matchedAtEnd, int start) {
        this.classOf = classOf;
        this.classes = classes;
        this.next = next;
        this.matchedAtEnd = matchedAtEnd;
        this.start = start;
    }

    private static RegexAutomaton of(int[] classOf, int classes, List<short[]> rows, BitSet atEnd, int start) {
        byte[] kinds = new byte[BYTES];
        for (int value = 0; value < BYTES; value++) {
            kinds[value] = (byte) classOf[value];
        }
        short[] next = new short[rows.size() * classes];
        boolean[] matchedAtEnd = new boolean[rows.size()];
        for (int state = 0; state < rows.size(); state++) {
            System.arraycopy(rows.get(state), 0, next, state * classes, classes);
            matchedAtEnd[state] = atEnd.get(state);
        }
        return new RegexAutomaton(kinds, classes, next, matchedAtEnd, start);
    }

    void write(DataOutput out) throws IOException {
        out.write(classOf);
        out.writeShort(classes);
        out.writeShort(start);
        out.writeShort(matchedAtEnd.length);
        boolean few = matchedAtEnd.length <= BYTES;
        out.writeBoolean(few);
        for (short state : next) {
            if (few) {
                out.writeByte(state);
            } else {
                out.writeShort(state);
            }
        }
        for (boolean matched : matchedAtEnd) {
            out.writeBoolean(matched);
        }
    }

    /** Reads what {@link #write} wrote. */
    static RegexAutomaton read(DataInput in) throws IOException {
        byte[] classOf = new byte[BYTES];
        in.readFully(classOf);
        int classes = in.readShort();
        int start = in.readShort();
        boolean[] matchedAtEnd = new boolean[in.readShort()];
        boolean few = in.readBoolean();
        short[] next = new short[matchedAtEnd.length * classes];
        byte[] row = new byte[next.length * (few ? Byte.BYTES : Short.BYTES)];
        in.readFully(row);
        for (int i = 0; i < next.length; i++) {
            next[i] = few ? (short) (row[i] & 0xff) : (short) (row[2 * i] << Byte.SIZE | row[2 * i + 1] & 0xff);
        }
        for (int state = 0; state < matchedAtEnd.length; state++) {
            matchedAtEnd[state] = in.readBoolean();
        }
        return new RegexAutomaton(classOf, classes, next, matchedAtEnd, start);
    }

    /** @throws IllegalArgumentException if it would be too large */
    static RegexAutomaton of(RegexNode node, boolean anchored) {
        return new Subsets(new Steps(node), anchored).build();
    }

    /** @param open whether more bytes may follow */
    Truth test(byte[] bytes, int from, int length, boolean open) {
        int state = start;
        for (int i = from; state > MATCHED && i < from + length; i++) {
            state = next[state * classes + (classOf[bytes[i] & 0xff] & 0xff)];
        }
        if (state <= MATCHED) {
            return Truth.of(state == MATCHED);
        }
        return open ? Truth.LATER : Truth.of(matchedAtEnd[state]);
    }

    /** The values that the byte at {@code offset} can have in a match; all values if the message may end before it. */
    ByteSet at(int offset) {
        BitSet states = new BitSet();
        states.set(start);
        for (int i = 0; i < offset && !canEnd(states); i++) {
            BitSet after = new BitSet();
            for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
                for (int kind = 0; kind < classes; kind++) {
                    after.set(next[state * classes + kind]);
                }
            }
            after.clear(DEAD);
            states = after;
        }
        if (canEnd(states)) {
            return ByteSet.any();
        }
        BitSet last = states;
        return ByteSet.where(value ->
                last.stream().anyMatch(state -> next[state * classes + (classOf[value] & 0xff)] != DEAD));
    }

    private boolean canEnd(BitSet states) {
        return states.get(MATCHED) || states.stream().anyMatch(state -> matchedAtEnd[state]);
    }

    /** Thompson's NFA: each step consumes a byte of a set, splits, expects the end of the message, or matches. */
    private static final class Steps {
        private final List<BitSet> sets = new ArrayList<>();
        private final List<int[]> outs = new ArrayList<>();
        private final BitSet ends = new BitSet();
        private final Map<Integer, BitSet> closures = new HashMap<>();
        final int match;
        final int first;

        Steps(RegexNode node) {
            match = add(null);
            first = compile(node, match);
        }

        private int add(@org.jspecify.annotations.Nullable BitSet set, int... to) {
            if (outs.size() >= MOST_STATES) {
                throw new IllegalArgumentException("regular expression: too large; shorten its repetitions");
            }
            sets.add(set == null ? new BitSet() : set);
            outs.add(to);
            return outs.size() - 1;
        }

        private int compile(RegexNode node, int then) {
            if (node instanceof RegexNode.OneOf one) {
                return add(one.bytes(), then);
            }
            if (node instanceof RegexNode.End) {
                int end = add(null, then);
                ends.set(end);
                return end;
            }
            if (node instanceof RegexNode.Sequence sequence) {
                int at = then;
                for (int i = sequence.parts().size() - 1; i >= 0; i--) {
                    at = compile(sequence.parts().get(i), at);
                }
                return at;
            }
            if (node instanceof RegexNode.Choice choice) {
                int[] to = choice.parts().stream()
                        .mapToInt(part -> compile(part, then))
                        .toArray();
                return add(null, to);
            }
            return repeat((RegexNode.Repeat) node, then);
        }

        private int repeat(RegexNode.Repeat repeat, int then) {
            int at = then;
            if (repeat.most() < 0) {
                int loop = add(null, then, then);
                outs.get(loop)[0] = compile(repeat.part(), loop);
                at = loop;
            } else {
                for (int i = repeat.least(); i < repeat.most(); i++) {
                    at = add(null, compile(repeat.part(), at), then);
                }
            }
            for (int i = 0; i < repeat.least(); i++) {
                at = compile(repeat.part(), at);
            }
            return at;
        }

        /** All steps reachable without consuming a byte, except those behind an end of the message. */
        BitSet closure(int from) {
            BitSet known = closures.get(from);
            if (known == null) {
                known = new BitSet();
                close(from, known, false);
                closures.put(from, known);
            }
            return known;
        }

        /**
         * Adds all steps reachable without consuming a byte; those behind an end of the message only if {@code atEnd}.
         */
        void close(int from, BitSet into, boolean atEnd) {
            ArrayDeque<Integer> open = new ArrayDeque<>(List.of(from));
            while (!open.isEmpty()) {
                int step = open.pop();
                if (into.get(step)) {
                    continue;
                }
                into.set(step);
                if (sets.get(step).isEmpty() && (!ends.get(step) || atEnd)) {
                    for (int to : outs.get(step)) {
                        open.push(to);
                    }
                }
            }
        }
    }

    private static final class Subsets {
        private final Steps steps;
        private final boolean anchored;
        private final int[] classOf = new int[256];
        private final int classes;
        private final Map<BitSet, Integer> numbers = new HashMap<>();
        private final List<BitSet> subsets = new ArrayList<>();
        private final BitSet atEnd = new BitSet();
        private long work;

        Subsets(Steps steps, boolean anchored) {
            this.steps = steps;
            this.anchored = anchored;
            classes = classes();
        }

        /** Puts bytes that no set tells apart into one class and returns the number of classes. */
        private int classes() {
            int count = 1;
            for (BitSet set : new HashSet<>(steps.sets)) {
                int[] split = new int[2 * count];
                count = 0;
                for (int value = 0; value < 256; value++) {
                    int key = classOf[value] * 2 + (set.get(value) ? 1 : 0);
                    if (split[key] == 0) {
                        split[key] = ++count;
                    }
                    classOf[value] = split[key] - 1;
                }
            }
            return count;
        }

        RegexAutomaton build() {
            List<short[]> rows = new ArrayList<>();
            for (int i = DEAD; i <= MATCHED; i++) {
                subsets.add(new BitSet());
                short[] row = new short[classes];
                Arrays.fill(row, (short) i);
                rows.add(row);
            }
            int start = number(steps.closure(steps.first));
            int[] sample = samples();
            for (int state = MATCHED + 1; state < subsets.size(); state++) {
                short[] row = new short[classes];
                for (int kind = 0; kind < classes; kind++) {
                    row[kind] = (short) number(step(subsets.get(state), sample[kind]));
                }
                rows.add(row);
            }
            return RegexAutomaton.of(classOf, classes, rows, atEnd, start);
        }

        private int[] samples() {
            int[] sample = new int[classes];
            for (int value = 0; value < 256; value++) {
                sample[classOf[value]] = value;
            }
            return sample;
        }

        private BitSet step(BitSet from, int value) {
            BitSet to = new BitSet();
            for (int step = from.nextSetBit(0); step >= 0; step = from.nextSetBit(step + 1)) {
                if (++work > MOST_WORK) {
                    throw new IllegalArgumentException("regular expression: takes too long; shorten its repetitions");
                }
                if (steps.sets.get(step).get(value)) {
                    to.or(steps.closure(steps.outs.get(step)[0]));
                }
            }
            if (!anchored) {
                to.or(steps.closure(steps.first));
            }
            return to;
        }

        private int number(BitSet subset) {
            if (subset.isEmpty()) {
                return DEAD;
            }
            if (subset.get(steps.match)) {
                return MATCHED;
            }
            Integer known = numbers.get(subset);
            if (known != null) {
                return known;
            }
            if (subsets.size() >= MOST_STATES) {
                throw new IllegalArgumentException(
                        "regular expression: needs more than " + MOST_STATES + " states; shorten its repetitions");
            }
            int number = subsets.size();
            numbers.put(subset, number);
            subsets.add(subset);
            if (subset.intersects(steps.ends)) {
                BitSet ended = new BitSet();
                for (int step = subset.nextSetBit(0); step >= 0; step = subset.nextSetBit(step + 1)) {
                    steps.close(step, ended, true);
                }
                atEnd.set(number, ended.get(steps.match));
            }
            return number;
        }
    }
}

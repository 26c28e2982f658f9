package dev.periplus.rule;

import java.util.List;

/**
 * A predicate on the bytes of a message. Immutable; testing allocates nothing, except that a regular expression
 * compiles its automaton on first use.
 */
sealed interface Condition
        permits Condition.All,
                Condition.Any,
                Condition.Not,
                BytesAt,
                Chain,
                Find,
                Match,
                Compare,
                InRanges,
                RandomBytes {
    /** Tests a message. If it is open, {@link Truth#NO} is final, {@link Truth#YES} unless it {@link #mayCease}. */
    Truth test(Message message);

    /** Whether it may hold for the beginning of a message and not for all of it, because it asks for the length. */
    default boolean mayCease() {
        return false;
    }

    /**
     * How many bits of a message the condition fixes: minus the binary logarithm of the probability of a chance match.
     */
    double bits();

    /** The part of {@link #bits} that it owes to a field that fits the length of the message. */
    default double lengthBits() {
        return 0;
    }

    /** Whether it asks for a field that fits the length of the message. */
    default boolean fitsLength() {
        return lengthBits() > 0;
    }

    /**
     * How many bits this message, for which it holds, fixes: fewer than {@link #bits()} if fields agree on a zero, more
     * if it is the rarer of several alternatives.
     */
    default double bits(Message message) {
        return bits();
    }

    /** The part of {@link #bits(Message)} that it owes to a field that fits the length of the message. */
    default double lengthBits(Message message) {
        return lengthBits();
    }

    /**
     * Returns the values that the byte at {@code offset} can have if the condition holds; all values if the message may
     * end before it. At {@link FirstBytes#LENGTH}, the lengths of the whole message.
     */
    ByteSet at(int offset);

    /** The condition as rule files write it. */
    String text();

    /** Every part holds. */
    record All(List<Condition> parts, Condition[] tried, boolean fitsLength) implements Condition {
        All(List<Condition> parts) {
            this(parts, parts.toArray(Condition[]::new), parts.stream().anyMatch(Condition::fitsLength));
        }

        @Override
        public Truth test(Message message) {
            Truth all = Truth.YES;
            for (Condition condition : tried) {
                Truth part = condition.test(message);
                if (part == Truth.NO) {
                    return part;
                }
                all = part == Truth.LATER ? part : all;
            }
            return all;
        }

        @Override
        public boolean mayCease() {
            return parts.stream().anyMatch(Condition::mayCease);
        }

        @Override
        public double bits() {
            double others = parts.stream()
                    .mapToDouble(part -> part.bits() - part.lengthBits())
                    .sum();
            return others + lengthBits();
        }

        /** Lengths that fit count once. */
        @Override
        public double lengthBits() {
            return parts.stream().mapToDouble(Condition::lengthBits).max().orElse(0);
        }

        @Override
        public double bits(Message message) {
            double others = 0;
            double most = 0;
            for (Condition condition : tried) {
                double ofLength = fitsLength ? condition.lengthBits(message) : 0;
                others += condition.bits(message) - ofLength;
                most = Math.max(most, ofLength);
            }
            return others + most;
        }

        @Override
        public double lengthBits(Message message) {
            double most = 0;
            for (int i = 0; fitsLength && i < tried.length; i++) {
                most = Math.max(most, tried[i].lengthBits(message));
            }
            return most;
        }

        @Override
        public ByteSet at(int offset) {
            ByteSet values = ByteSet.any();
            parts.forEach(part -> values.retain(part.at(offset)));
            return values;
        }

        @Override
        public String text() {
            return "all of "
                    + String.join(", ", parts.stream().map(Condition::text).toList());
        }
    }

    /** At least one part holds. */
    record Any(List<Condition> parts, boolean fitsLength) implements Condition {
        Any(List<Condition> parts) {
            this(parts, parts.stream().anyMatch(Condition::fitsLength));
        }

        @Override
        public Truth test(Message message) {
            Truth any = Truth.NO;
            for (int i = 0; i < parts.size(); i++) {
                Truth part = parts.get(i).test(message);
                if (part == Truth.YES) {
                    return part;
                }
                any = part == Truth.LATER ? part : any;
            }
            return any;
        }

        @Override
        public boolean mayCease() {
            return parts.stream().anyMatch(Condition::mayCease);
        }

        @Override
        public double bits() {
            double chance =
                    parts.stream().mapToDouble(part -> Bits.chance(part.bits())).sum();
            return Bits.of(Math.min(1, chance));
        }

        @Override
        public double lengthBits() {
            double least =
                    parts.stream().mapToDouble(Condition::lengthBits).min().orElse(0);
            return Math.min(least, bits());
        }

        /** The bits of the rarest alternative that holds, less those that choose one alternative. */
        @Override
        public double bits(Message message) {
            int rarest = rarest(message);
            return rarest < 0 ? 0 : Math.max(0, parts.get(rarest).bits(message) + Bits.of(parts.size()));
        }

        @Override
        public double lengthBits(Message message) {
            int rarest = fitsLength ? rarest(message) : -1;
            return rarest < 0 ? 0 : Math.min(bits(message), parts.get(rarest).lengthBits(message));
        }

        private int rarest(Message message) {
            int rarest = -1;
            double most = -1;
            for (int i = 0; i < parts.size(); i++) {
                Condition part = parts.get(i);
                double bits = part.test(message) == Truth.YES ? part.bits(message) : -1;
                if (bits > most) {
                    most = bits;
                    rarest = i;
                }
            }
            return rarest;
        }

        @Override
        public ByteSet at(int offset) {
            ByteSet values = ByteSet.none();
            parts.forEach(part -> values.add(part.at(offset)));
            return values;
        }

        @Override
        public String text() {
            return "any of "
                    + String.join(", ", parts.stream().map(Condition::text).toList());
        }
    }

    /** The part does not hold. */
    record Not(Condition part) implements Condition {
        @Override
        public Truth test(Message message) {
            return switch (part.test(message)) {
                case YES -> message.open && part.mayCease() ? Truth.LATER : Truth.NO;
                case NO -> Truth.YES;
                case LATER -> Truth.LATER;
            };
        }

        @Override
        public double bits() {
            return 0;
        }

        @Override
        public ByteSet at(int offset) {
            return ByteSet.any();
        }

        @Override
        public String text() {
            return "not " + part.text();
        }
    }
}

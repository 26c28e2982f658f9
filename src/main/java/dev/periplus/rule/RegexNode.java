package dev.periplus.rule;

import java.util.BitSet;
import java.util.List;

/** A node of a parsed regular expression over bytes. */
sealed interface RegexNode {
    int BOTH_CASES = 2;
    BitSet LETTERS_AND_DIGITS = BitSet.valueOf(new long[] {0x03ff000000000000L, 0x07fffffe07fffffeL});

    /** How many bits it fixes after the byte {@code before}, or {@link Bits#UNKNOWN}. */
    double bits(int before);

    /** A byte typical of its last byte, or {@code before} if it can be empty. */
    int last(int before);

    /** Number of nodes once repetitions are written out, empty groups included. */
    default long size() {
        return 1;
    }

    /** One byte of a set. */
    record OneOf(BitSet bytes) implements RegexNode {
        @Override
        public double bits(int before) {
            int size = bytes.cardinality();
            if (size == 1) {
                return Bits.ofByte(bytes.nextSetBit(0), 0xff, before);
            }
            double one = size == BOTH_CASES && Bits.isText(before) && isText() ? Bits.MORE_TEXT : Bits.TEXT;
            return Math.max(0, Math.min(one - Math.log(size) / Math.log(2), Bits.ofSet(bytes)));
        }

        @Override
        public int last(int before) {
            return isText() ? 'e' : bytes.cardinality() == 1 ? bytes.nextSetBit(0) : Bits.UNKNOWN;
        }

        /** Whether it matches letters or digits. */
        private boolean isText() {
            return bytes.intersects(LETTERS_AND_DIGITS);
        }
    }

    /** Parts in sequence; may be empty. */
    record Sequence(List<RegexNode> parts) implements RegexNode {
        @Override
        public long size() {
            return 1 + parts.stream().mapToLong(RegexNode::size).sum();
        }

        @Override
        public double bits(int before) {
            double bits = 0;
            int last = before;
            for (RegexNode part : parts) {
                bits += part.bits(last);
                last = part.last(last);
            }
            return bits;
        }

        @Override
        public int last(int before) {
            int last = before;
            for (RegexNode part : parts) {
                last = part.last(last);
            }
            return last;
        }
    }

    /** Alternatives. */
    record Choice(List<RegexNode> parts) implements RegexNode {
        @Override
        public long size() {
            return 1 + parts.stream().mapToLong(RegexNode::size).sum();
        }

        @Override
        public double bits(int before) {
            double chance = parts.stream()
                    .mapToDouble(part -> Bits.chance(part.bits(before)))
                    .sum();
            return Bits.of(Math.min(1, chance));
        }

        @Override
        public int last(int before) {
            return parts.get(parts.size() - 1).last(before);
        }
    }

    /** A part {@code least} to {@code most} times; {@code most} is -1 if unbounded. */
    record Repeat(RegexNode part, int least, int most) implements RegexNode {
        @Override
        public long size() {
            return 1 + Math.max(1, Math.max(least, most)) * part.size();
        }

        @Override
        public double bits(int before) {
            if (least <= 1) {
                return least * part.bits(before);
            }
            return part.bits(before) + (least - 1) * part.bits(part.last(before));
        }

        @Override
        public int last(int before) {
            return most == 0 ? before : part.last(before);
        }
    }

    /** The end of the message. */
    record End() implements RegexNode {
        @Override
        public double bits(int before) {
            return 0;
        }

        @Override
        public int last(int before) {
            return before;
        }
    }
}

package dev.periplus.rule;

import java.util.BitSet;
import java.util.List;

/** A regular expression over bytes, as a tree. */
sealed interface RegexNode {
    int BOTH_CASES = 2;
    BitSet LETTERS_AND_DIGITS = BitSet.valueOf(new long[] {0x03ff000000000000L, 0x07fffffe07fffffeL});

    /** How many bits of the bytes it fixes, after a byte {@code before} or {@link Bits#UNKNOWN}. */
    double bits(int before);

    /** What its last byte is like after {@code before}. */
    int last(int before);

    /** One byte of a set. */
    record OneOf(BitSet bytes) implements RegexNode {
        @Override
        public double bits(int before) {
            int size = bytes.cardinality();
            if (size == 1) {
                return Bits.ofByte(bytes.nextSetBit(0), 0xff, before);
            }
            double one = size == BOTH_CASES && Bits.isText(before) && isText() ? Bits.MORE_TEXT : Bits.TEXT;
            return size > 200 ? 0 : Math.max(0, one - Math.log(size) / Math.log(2));
        }

        @Override
        public int last(int before) {
            return isText() ? 'e' : bytes.cardinality() == 1 ? bytes.nextSetBit(0) : Bits.UNKNOWN;
        }

        /** True where it is meant for text. */
        private boolean isText() {
            return bytes.intersects(LETTERS_AND_DIGITS);
        }
    }

    /** One after the other; empty for nothing. */
    record Sequence(List<RegexNode> parts) implements RegexNode {
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

    /** Any of several. */
    record Choice(List<RegexNode> parts) implements RegexNode {
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

    /** {@code least} to {@code most} times; {@code most} is -1 for no end. */
    record Repeat(RegexNode part, int least, int most) implements RegexNode {
        @Override
        public double bits(int before) {
            return least == 0 ? 0 : part.bits(before) + (least - 1) * part.bits(part.last(before));
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

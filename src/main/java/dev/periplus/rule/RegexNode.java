package dev.periplus.rule;

import java.util.BitSet;
import java.util.List;

/** A regular expression over bytes, as a tree. */
sealed interface RegexNode {
    /** How many bits of the bytes it fixes. */
    double bits();

    /** True where it matches no bytes at all. */
    boolean canBeEmpty();

    /** Adds the bytes it can begin with. */
    void first(BitSet into);

    /** One byte of a set. */
    record OneOf(BitSet bytes) implements RegexNode {
        @Override
        public double bits() {
            int size = bytes.cardinality();
            if (size == 1) {
                return Bits.ofByte(bytes.nextSetBit(0), 0xff);
            }
            return size > 200 ? 0 : Math.max(0, Bits.TEXT - Math.log(size) / Math.log(2));
        }

        @Override
        public boolean canBeEmpty() {
            return false;
        }

        @Override
        public void first(BitSet into) {
            into.or(bytes);
        }
    }

    /** One after the other; empty for nothing. */
    record Sequence(List<RegexNode> parts) implements RegexNode {
        @Override
        public double bits() {
            return parts.stream().mapToDouble(RegexNode::bits).sum();
        }

        @Override
        public boolean canBeEmpty() {
            return parts.stream().allMatch(RegexNode::canBeEmpty);
        }

        @Override
        public void first(BitSet into) {
            for (RegexNode part : parts) {
                part.first(into);
                if (!part.canBeEmpty()) {
                    return;
                }
            }
            into.set(0, 256);
        }
    }

    /** Any of several. */
    record Choice(List<RegexNode> parts) implements RegexNode {
        @Override
        public double bits() {
            double chance =
                    parts.stream().mapToDouble(part -> Bits.chance(part.bits())).sum();
            return Bits.of(Math.min(1, chance));
        }

        @Override
        public boolean canBeEmpty() {
            return parts.stream().anyMatch(RegexNode::canBeEmpty);
        }

        @Override
        public void first(BitSet into) {
            parts.forEach(part -> part.first(into));
        }
    }

    /** {@code least} to {@code most} times; {@code most} is -1 for no end. */
    record Repeat(RegexNode part, int least, int most) implements RegexNode {
        @Override
        public double bits() {
            return part.bits() * least;
        }

        @Override
        public boolean canBeEmpty() {
            return least == 0 || part.canBeEmpty();
        }

        @Override
        public void first(BitSet into) {
            part.first(into);
        }
    }

    /** The end of the message. */
    record End() implements RegexNode {
        @Override
        public double bits() {
            return 0;
        }

        @Override
        public boolean canBeEmpty() {
            return true;
        }

        @Override
        public void first(BitSet into) {}
    }
}

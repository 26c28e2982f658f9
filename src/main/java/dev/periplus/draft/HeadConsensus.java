package dev.periplus.draft;

import java.util.List;

/** What the first bytes of one side have in common across the flows of a growing group. */
final class HeadConsensus {
    /** Number of leading bytes compared. */
    static final int SIZE = 16;

    private static final double SAME_LENGTH = 2;

    /** Binary logarithms of the binomial coefficients of 16. */
    private static final double[] WAYS = ways();

    private final Utterance first;

    /** Bit set of the offsets at which all messages agree. */
    private int agreed;

    private boolean lengthsVary;
    private List<LengthField> lengthFields;

    HeadConsensus(Utterance first) {
        this.first = first;
        agreed = (1 << Math.min(SIZE, first.size())) - 1;
        lengthFields = LengthField.of(first, SIZE);
    }

    int agreed() {
        return agreed;
    }

    int agreedWith(Utterance said) {
        int places = agreed;
        for (int left = agreed; left != 0; left &= left - 1) {
            int place = Integer.numberOfTrailingZeros(left);
            if (place >= said.size() || said.at(place) != first.at(place)) {
                places &= ~(1 << place);
            }
        }
        return places;
    }

    /** Returns the surprise, in bits, of what would remain common if this message joined. */
    double surprise(Utterance said) {
        int places = agreedWith(said);
        double surprise = Math.max(bits(places & run(places)), bits(places) - WAYS[Integer.bitCount(places)]);
        boolean vary = lengthsVary || said.length() != first.length();
        if (!vary) {
            return surprise + SAME_LENGTH;
        }
        double ofLength = 0;
        for (LengthField field : lengthFields) {
            if (field.bits() > ofLength && field.holds(said)) {
                ofLength = field.bits();
            }
        }
        return surprise + Math.max(0, ofLength - log2(lengthFields.size()));
    }

    void join(Utterance said) {
        agreed = agreedWith(said);
        lengthsVary |= said.length() != first.length();
        lengthFields = lengthFields.stream().filter(field -> field.holds(said)).toList();
    }

    private double bits(int places) {
        double bits = 0;
        for (int left = places; left != 0; left &= left - 1) {
            int place = Integer.numberOfTrailingZeros(left);
            boolean afterZero = place > 0 && (places & 1 << place - 1) != 0 && first.at(place - 1) == 0;
            bits += Integers.bits(first.at(place), afterZero);
        }
        return bits;
    }

    /** The unbroken run of offsets from 0 on. */
    private static int run(int places) {
        return (1 << Integer.numberOfTrailingZeros(~places)) - 1;
    }

    static double log2(double value) {
        return value <= 1 ? 0 : Math.log(value) / Math.log(2);
    }

    /** Bits taken off because {@code chosen} of 16 offsets could have been others. */
    static double ways(int chosen) {
        return WAYS[chosen];
    }

    private static double[] ways() {
        double[] ways = new double[SIZE + 1];
        double count = 1;
        for (int chosen = 0; chosen <= SIZE; chosen++) {
            ways[chosen] = log2(count);
            count = count * (SIZE - chosen) / (chosen + 1);
        }
        return ways;
    }
}

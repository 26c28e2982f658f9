package dev.periplus.draft;

import java.util.List;

/** What the first bytes of one side's message have in common in all flows of a growing group. */
final class HeadConsensus {
    /** Bytes that are compared. */
    static final int SIZE = 16;

    private static final double SAME_LENGTH = 2;

    /** Binary logarithms of how many ways there are to choose so many of 16 places. */
    private static final double[] WAYS = ways();

    private final Utterance first;

    /** A bit for each place where all agree. */
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

    /** How surprising what would stay common is, in bits, were this message to join. */
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

    /** The places from the first on without a hole. */
    private static int run(int places) {
        return (1 << Integer.numberOfTrailingZeros(~places)) - 1;
    }

    static double log2(double value) {
        return value <= 1 ? 0 : Math.log(value) / Math.log(2);
    }

    /** What is taken off because so many of the 16 places could have been others. */
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

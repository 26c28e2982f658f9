package dev.periplus.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An integer in a message that equals the message's length minus a constant.
 *
 * @param width bytes, 1 to 4
 * @param less the constant to subtract from the length
 */
record LengthField(int offset, int width, boolean littleEndian, int less) {
    /** Number of leading bytes searched. */
    static final int REACH = 32;

    private static final int MOST_LESS = 64;
    private static final int LEAST_LESS = -16;
    private static final int WIDEST = 4;
    private static final double[] BITS = {0, 7, 12, 14, 16};

    /** Likeliest first: wider than a byte, then aligned, then widest, then earliest. */
    static final Comparator<LengthField> LIKELIEST = Comparator.comparing((LengthField field) -> field.width == 1)
            .thenComparing(field -> field.offset % field.width != 0)
            .thenComparing(field -> -field.width)
            .thenComparing(LengthField::offset)
            .thenComparing(LengthField::littleEndian);

    /** Returns every field of a message that can be a length field. */
    static List<LengthField> of(Utterance said, int reach) {
        List<LengthField> fields = new ArrayList<>();
        for (int width = 1; said.whole() && width <= WIDEST; width++) {
            for (int offset = 0; offset + width <= Math.min(reach, said.size()); offset++) {
                add(fields, said, offset, width, false);
                if (width > 1) {
                    add(fields, said, offset, width, true);
                }
            }
        }
        return fields;
    }

    private static void add(List<LengthField> fields, Utterance said, int offset, int width, boolean littleEndian) {
        long value = Integers.read(said.bytes(), offset, width, littleEndian);
        long less = said.length() - value;
        if (value > 0 && less <= MOST_LESS && less >= LEAST_LESS) {
            fields.add(new LengthField(offset, width, littleEndian, (int) less));
        }
    }

    boolean holds(Utterance said) {
        return said.whole()
                && offset + width <= said.size()
                && Integers.read(said.bytes(), offset, width, littleEndian) == (long) said.length() - less;
    }

    /** Number of bits that the relation fixes. */
    double bits() {
        return BITS[width];
    }

    boolean overlaps(LengthField other) {
        return offset < other.offset + other.width && other.offset < offset + width;
    }

    String name() {
        return Integers.name(offset, width, littleEndian);
    }

    String condition() {
        String by = less == 0 ? "" : less > 0 ? " - " + less : " + " + -less;
        return name() + " == length" + by;
    }

    String words() {
        String by = less == 0 ? "" : less > 0 ? " minus " + less : " plus " + -less;
        return name() + " is the message length" + by;
    }
}

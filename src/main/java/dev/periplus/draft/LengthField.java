package dev.periplus.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An integer in a message that holds the message's length less a constant.
 *
 * @param width bytes, 1 to 4
 * @param less what is to be taken from the length
 */
record LengthField(int offset, int width, boolean littleEndian, int less) {
    /** Such fields lie in the first bytes. */
    static final int REACH = 32;

    private static final int MOST_LESS = 64;
    private static final int LEAST_LESS = -16;
    private static final int WIDEST = 4;
    private static final double[] BITS = {0, 7, 12, 14, 16};

    /** The likeliest first: fields of more than a byte, where their width divides the offset, of them the widest. */
    static final Comparator<LengthField> LIKELIEST = Comparator.comparing((LengthField field) -> field.width == 1)
            .thenComparing(field -> field.offset % field.width != 0)
            .thenComparing(field -> -field.width)
            .thenComparing(LengthField::offset)
            .thenComparing(LengthField::littleEndian);

    /** Every field of a message that can be read so. */
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

    /** Bits of a message that the relation fixes. */
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
        String by = less == 0 ? "" : less > 0 ? " less " + less : " and " + -less;
        return name() + " is the length of the message" + by;
    }
}

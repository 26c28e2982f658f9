package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Metadata;
import dev.periplus.flow.DamagedStateException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one result in the encoding of {@link InspectionCodec}. The bytes may come from a file that anybody wrote:
 * nothing is allocated for a number of items before that many bytes are there, and depth is bounded.
 */
final class InspectionReader {
    private static final Evidence.Kind[] KINDS = Evidence.Kind.values();

    /** Fewest bytes of a piece of evidence, and of a field of metadata. */
    private static final int EVIDENCE = 16;

    private static final int FIELD = 3;

    /** Limits of what is read; results of captures stay far below. */
    private static final int MOST_FIELDS = 1024;

    private static final int DEEPEST = 8;

    private final String[] words;
    private final int firstCapture;
    private final byte[] from;
    private final boolean keeps;
    private int next;
    private int lastCapture;

    /**
     * @param words strings by their numbers, null beyond the last
     * @param firstCapture added to capture indexes
     * @param keeps whether the texts are needed
     */
    InspectionReader(String[] words, int firstCapture, byte[] from, int offset, boolean keeps) {
        this.words = words;
        this.firstCapture = firstCapture;
        this.from = from;
        this.keeps = keeps;
        next = offset;
    }

    private static void require(boolean possible) throws DamagedStateException {
        if (!possible) {
            throw new DamagedStateException("an inspection result has impossible values");
        }
    }

    /** Reads a result; the outermost label is not part of it. */
    InspectionResult result(@Nullable String label) throws DamagedStateException {
        return result(label, 0);
    }

    /** Requires that everything was read, and that evidence is of one of this many captures. */
    void requireEnd(int captures) throws DamagedStateException {
        require(next == from.length && lastCapture < captures);
    }

    private InspectionResult result(@Nullable String label, int depth) throws DamagedStateException {
        int flags = number();
        Evidence[] evidence = new Evidence[count(EVIDENCE)];
        for (int i = 0; i < evidence.length; i++) {
            evidence[i] = evidence();
        }
        Metadata.Builder metadata = new Metadata.Builder();
        int fields = count(FIELD);
        require(fields <= MOST_FIELDS && depth < DEEPEST);
        for (int left = fields; left > 0; left--) {
            String group = word();
            String key = word();
            String value = text();
            if (keeps) {
                metadata.add(group, key, value);
            }
        }
        InspectionResult inside = (flags & InspectionCodec.INSIDE) == 0 ? null : inside(depth + 1);
        return new InspectionResult(
                List.of(evidence),
                label,
                metadata.build(),
                (flags & InspectionCodec.OPAQUE) != 0,
                (flags & InspectionCodec.MIDSTREAM) != 0,
                null,
                inside);
    }

    private InspectionResult inside(int depth) throws DamagedStateException {
        String label = word();
        return result(label.isEmpty() ? null : label, depth);
    }

    private Evidence evidence() throws DamagedStateException {
        int kind = number();
        String label = word();
        String rule = word();
        double weight = Double.longBitsToDouble(fixed());
        require(kind < KINDS.length && Double.isFinite(weight));
        String says = KINDS[kind] == Evidence.Kind.SIGNATURE ? word() : text();
        int capture = number();
        lastCapture = Math.max(lastCapture, capture);
        long packet = longNumber();
        int offset = number() - 1;
        int shown = number() - 1;
        byte[] copy = shown < 0 ? null : Arrays.copyOfRange(from, next, skip(shown));
        return new Evidence(KINDS[kind], label, weight, says, rule, firstCapture + capture, packet, offset, copy);
    }

    /** Returns a number of items that take at least {@code size} bytes each. */
    private int count(int size) throws DamagedStateException {
        int count = number();
        require(count <= (from.length - next) / size);
        return count;
    }

    /** Moves on, and returns where this ends. */
    private int skip(int bytes) throws DamagedStateException {
        require(bytes <= from.length - next);
        next += bytes;
        return next;
    }

    private String word() throws DamagedStateException {
        int number = number();
        String word = number < words.length ? words[number] : null;
        require(word != null);
        return String.valueOf(word);
    }

    private String text() throws DamagedStateException {
        int header = number();
        boolean wide = (header & 1) != 0;
        long size = wide ? header & ~1L : header >> 1;
        require(size <= from.length - next);
        int begin = next;
        skip((int) size);
        if (!keeps) {
            return "";
        }
        return new String(from, begin, (int) size, wide ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
    }

    /** Returns a number from 0 to the largest int. */
    private int number() throws DamagedStateException {
        long number = longNumber();
        require(number <= Integer.MAX_VALUE);
        return (int) number;
    }

    /** Returns a number that is not negative. */
    private long longNumber() throws DamagedStateException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            require(next < from.length);
            byte part = from[next++];
            number |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return number;
            }
        }
        throw new DamagedStateException("a number of an inspection result is too long");
    }

    private long fixed() throws DamagedStateException {
        require(from.length - next >= Long.BYTES);
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << Byte.SIZE | from[next++] & 0xff;
        }
        return bits;
    }
}

package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Metadata;
import dev.periplus.flow.DamagedStateException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a result of bytes in the encoding of {@link InspectionCodec} that {@link InspectionWalk} has accepted. */
final class InspectionReader {
    private static final Evidence.Kind[] KINDS = Evidence.Kind.values();

    private final String[] words;
    private final int firstCapture;
    private final InspectionCursor cursor;

    /**
     * @param words strings by their numbers, null beyond the last
     * @param firstCapture added to capture indexes
     */
    InspectionReader(String[] words, int firstCapture, byte[] from, int offset) {
        this.words = words;
        this.firstCapture = firstCapture;
        cursor = new InspectionCursor(from, offset, from.length);
    }

    /** Reads a result; the outermost label is not part of it. */
    InspectionResult result(@Nullable String label) throws DamagedStateException {
        int flags = cursor.number();
        Evidence[] evidence = new Evidence[cursor.number()];
        for (int i = 0; i < evidence.length; i++) {
            evidence[i] = evidence();
        }
        Metadata.Builder metadata = new Metadata.Builder();
        for (int left = cursor.number(); left > 0; left--) {
            metadata.add(word(), word(), text());
        }
        InspectionResult inside = (flags & InspectionCodec.INSIDE) == 0 ? null : inside();
        return new InspectionResult(
                List.of(evidence),
                label,
                metadata.build(),
                (flags & InspectionCodec.OPAQUE) != 0,
                (flags & InspectionCodec.MIDSTREAM) != 0,
                null,
                inside);
    }

    private InspectionResult inside() throws DamagedStateException {
        String label = word();
        return result(label.isEmpty() ? null : label);
    }

    private Evidence evidence() throws DamagedStateException {
        int kind = cursor.number();
        String label = word();
        String rule = word();
        double weight = Double.longBitsToDouble(cursor.fixed());
        String says = KINDS[kind] == Evidence.Kind.SIGNATURE ? word() : text();
        int capture = cursor.number();
        long packet = cursor.longNumber();
        int offset = cursor.number() - 1;
        int shown = cursor.number() - 1;
        byte[] copy = shown < 0 ? null : bytes(shown);
        return new Evidence(KINDS[kind], label, weight, says, rule, firstCapture + capture, packet, offset, copy);
    }

    private byte[] bytes(int length) throws DamagedStateException {
        int begin = cursor.skip(length);
        return Arrays.copyOfRange(cursor.from, begin, begin + length);
    }

    private String word() throws DamagedStateException {
        return words[cursor.number()];
    }

    private String text() throws DamagedStateException {
        int header = cursor.number();
        int size = (int) InspectionWalk.sizeOfText(header);
        Charset set = (header & 1) != 0 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1;
        return new String(cursor.from, cursor.skip(size), size, set);
    }
}

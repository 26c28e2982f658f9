package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Metadata;
import dev.periplus.flow.DamagedStateException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes results to bytes and decodes them. Recurring strings (labels, rules, evidence of signatures, field names) are
 * replaced by numbers; other text takes one or two bytes a character. One thread writes; any thread may read.
 */
final class InspectionCodec {
    static final int OPAQUE = 1;
    static final int MIDSTREAM = 2;
    static final int INSIDE = 4;

    private static final int FIRST_ROOM = 1024;
    private static final int LONGEST_NUMBER = 10;

    private final Map<String, Integer> numbers = new HashMap<>();

    /** Append-only: slots with an assigned number never change. */
    private volatile String[] words = new String[FIRST_ROOM];

    private byte[] bytes = new byte[FIRST_ROOM];
    private int at;

    /** Place up to which another codec's bytes are copied. */
    private int copied;

    /** Added to capture indexes when results are read. */
    private final int firstCapture;

    InspectionCodec() {
        this(0);
    }

    /** Reads results of another run whose first capture has this index here. */
    InspectionCodec(int firstCapture) {
        this.firstCapture = firstCapture;
    }

    /** Number of strings with an assigned number. */
    int words() {
        return numbers.size();
    }

    /** The string with this number. */
    String word(int number) {
        return words[number];
    }

    /** Assigns the next number to a string. */
    void addWord(String word) {
        int next = numbers.size();
        numbers.put(word, next);
        String[] all = words.length == next ? Arrays.copyOf(words, 2 * next) : words;
        all[next] = word;
        words = all;
    }

    /** The buffer last written; valid up to the length that {@link #write} returned. */
    byte[] bytes() {
        return bytes;
    }

    /** Writes a result, without its announcements and outermost label; returns the length. */
    int write(InspectionResult result) {
        at = 0;
        layer(result);
        return at;
    }

    private void layer(InspectionResult result) {
        InspectionResult inside = result.inside();
        number((result.opaque() ? OPAQUE : 0) | (result.midstream() ? MIDSTREAM : 0) | (inside == null ? 0 : INSIDE));
        List<Evidence> evidence = result.evidence();
        number(evidence.size());
        for (int i = 0; i < evidence.size(); i++) {
            write(evidence.get(i));
        }
        Metadata metadata = result.metadata();
        number(metadata.size());
        for (int i = 0; i < metadata.size(); i++) {
            word(metadata.group(i));
            word(metadata.key(i));
            text(metadata.value(i));
        }
        if (inside != null) {
            String label = inside.label();
            word(label == null ? "" : label);
            layer(inside);
        }
    }

    private void write(Evidence piece) {
        number(piece.kind().ordinal());
        word(piece.label());
        word(piece.rule());
        fixed(Double.doubleToRawLongBits(piece.weight()));
        if (piece.kind() == Evidence.Kind.SIGNATURE) {
            word(piece.says());
        } else {
            text(piece.says());
        }
        number(piece.capture());
        number(piece.packet());
        number(piece.offset() + 1L);
        byte[] shown = piece.bytes();
        number(shown == null ? 0 : shown.length + 1L);
        if (shown != null) {
            room(shown.length);
            System.arraycopy(shown, 0, bytes, at, shown.length);
            at += shown.length;
        }
    }

    private void word(String word) {
        Integer known = numbers.get(word);
        if (known == null) {
            known = numbers.size();
            addWord(word);
        }
        number(known);
    }

    private void text(String text) {
        int length = text.length();
        number(2L * length);
        int header = at;
        room(2 * length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > 0xff) {
                wide(text, header);
                return;
            }
            bytes[at++] = (byte) c;
        }
    }

    private void wide(String text, int header) {
        bytes[header - sizeOf(2L * text.length())] |= 1;
        at = header;
        for (int i = 0; i < text.length(); i++) {
            bytes[at++] = (byte) (text.charAt(i) >> 8);
            bytes[at++] = (byte) text.charAt(i);
        }
    }

    private static int sizeOf(long number) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + 6) / 7);
    }

    private void number(long number) {
        room(LONGEST_NUMBER);
        long rest = number;
        while (rest > 0x7f) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
    }

    private void fixed(long bits) {
        room(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[at++] = (byte) (bits >>> shift);
        }
    }

    private void room(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
    }

    /**
     * Copies a result that another codec has encoded, without decoding it: only the numbers of its words change.
     * Returns the length.
     */
    int copy(InspectionCodec other, byte[] from, int offset, int length) {
        at = 0;
        copied = offset;
        try {
            new InspectionWalk(other.words, from, offset, length, Integer.MAX_VALUE, (word, begin, end) -> {
                        copy(from, begin);
                        word(word);
                        copied = end;
                    })
                    .all();
        } catch (DamagedStateException e) {
            throw new IllegalStateException(e);
        }
        copy(from, offset + length);
        return at;
    }

    /** Copies the bytes up to this place. */
    private void copy(byte[] from, int end) {
        room(end - copied);
        System.arraycopy(from, copied, bytes, at, end - copied);
        at += end - copied;
    }

    /** Whether indexes of captures change when results are read. */
    boolean movesCaptures() {
        return firstCapture != 0;
    }

    /** Reads what {@link #write} wrote, or {@link #check} accepted. */
    InspectionResult read(byte[] from, int offset, @Nullable String label) {
        try {
            return new InspectionReader(words, firstCapture, from, offset).result(label);
        } catch (DamagedStateException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Checks that bytes are a whole result, and nothing else.
     *
     * @param captures number of captures of the run that wrote it
     */
    void check(byte[] from, int captures) throws DamagedStateException {
        new InspectionWalk(words, from, 0, from.length, captures, null).all();
    }
}

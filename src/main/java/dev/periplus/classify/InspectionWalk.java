package dev.periplus.classify;

import static dev.periplus.classify.InspectionCursor.require;

import dev.periplus.answer.Evidence;
import dev.periplus.flow.DamagedStateException;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the bytes of one result in the encoding of {@link InspectionCodec} without making the result: checks
 * that {@link InspectionReader} can read them, and finds the words in them. The bytes may come from a file that anybody
 * wrote: no count of items exceeds the bytes that are left, and depth is bounded.
 */
final class InspectionWalk {
    /** Fewest bytes of a piece of evidence, and of a field of metadata. */
    private static final int EVIDENCE = 16;

    private static final int FIELD = 3;

    /** Limits of what is read; results of captures stay far below. */
    private static final int MOST_FIELDS = 1024;

    private static final int DEEPEST = 8;

    private static final Evidence.Kind[] KINDS = Evidence.Kind.values();

    private final String[] words;
    private final InspectionCursor cursor;
    private final int captures;
    private final @Nullable WordTaker taker;

    /** Receives the words, in the order of their places. */
    interface WordTaker {
        /**
         * @param from index of the first byte of the word's number
         * @param to index after its last
         */
        void word(String word, int from, int to);
    }

    /**
     * @param words strings by their numbers, null beyond the last
     * @param captures number of captures that evidence may be of
     */
    InspectionWalk(String[] words, byte[] from, int offset, int length, int captures, @Nullable WordTaker taker) {
        this.words = words;
        this.captures = captures;
        this.taker = taker;
        cursor = new InspectionCursor(from, offset, offset + length);
    }

    /** Walks through the result, which must end where the bytes do. */
    void all() throws DamagedStateException {
        layer(0);
        cursor.requireEnd();
    }

    private void layer(int depth) throws DamagedStateException {
        int flags = cursor.number();
        for (int left = cursor.count(EVIDENCE); left > 0; left--) {
            evidence();
        }
        int fields = cursor.count(FIELD);
        require(fields <= MOST_FIELDS && depth < DEEPEST);
        for (int left = fields; left > 0; left--) {
            word();
            word();
            text();
        }
        if ((flags & InspectionCodec.INSIDE) != 0) {
            word();
            layer(depth + 1);
        }
    }

    private void evidence() throws DamagedStateException {
        int kind = cursor.number();
        word();
        word();
        double weight = Double.longBitsToDouble(cursor.fixed());
        require(kind < KINDS.length && Double.isFinite(weight));
        if (KINDS[kind] == Evidence.Kind.SIGNATURE) {
            word();
        } else {
            text();
        }
        require(cursor.number() < captures);
        cursor.longNumber();
        cursor.number();
        cursor.skip(Math.max(0, cursor.number() - 1));
    }

    private void word() throws DamagedStateException {
        int begin = cursor.next();
        int number = cursor.number();
        String word = number < words.length ? words[number] : null;
        require(word != null);
        if (taker != null && word != null) {
            taker.word(word, begin, cursor.next());
        }
    }

    private void text() throws DamagedStateException {
        cursor.skip(sizeOfText(cursor.number()));
    }

    /** Number of bytes of a text that begins with this number. */
    static long sizeOfText(int header) {
        return (header & 1) != 0 ? header & ~1L : header >> 1;
    }
}

package dev.periplus.classify;

import dev.periplus.flow.DamagedStateException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes results one after the other as bytes, and reads them. A word that results share is written once, before the
 * first of them, so they must be read in the order in which they were written. Results that are already encoded are
 * copied without being decoded.
 */
public final class PackedResults {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_WORDS = 1 << 16;
    private static final int MOST_CHARACTERS = 1 << 23;

    private PackedResults() {}

    /** Writes results. */
    public static final class Writer {
        private final InspectionCodec codec = new InspectionCodec();

        /** Writes the result so far, without its announcements. */
        public void write(InspectionState state, DataOutput out) throws IOException {
            int known = codec.words();
            int length = state.write(codec);
            out.writeChar(codec.words() - known);
            for (int word = known; word < codec.words(); word++) {
                out.writeUTF(codec.word(word));
            }
            String label = state.label();
            out.writeUTF(label == null ? "" : label);
            out.writeInt(length);
            out.write(codec.bytes(), 0, length);
        }
    }

    /** Reads results. They take memory in proportion to their bytes. */
    public static final class Reader {
        private final InspectionCodec codec;
        private final int captures;
        private int characters;

        /**
         * @param firstCapture index in this run of the first capture of the run that wrote the results
         * @param captures number of captures of that run
         */
        public Reader(int firstCapture, int captures) {
            codec = new InspectionCodec(firstCapture);
            this.captures = captures;
        }

        /**
         * Reads the next result.
         *
         * @throws DamagedStateException if no result can have these bytes
         */
        public InspectionState read(DataInput in) throws IOException {
            for (int left = in.readChar(); left > 0; left--) {
                addWord(in.readUTF());
            }
            String label = in.readUTF();
            int length = in.readInt();
            require(length >= 0 && length <= MOST_BYTES, "a result is too long");
            byte[] result = new byte[length];
            in.readFully(result);
            codec.check(result, captures);
            return new InspectionStore.TakenOut(codec, result, label.isEmpty() ? null : label);
        }

        private void addWord(String word) throws DamagedStateException {
            characters += word.length();
            require(codec.words() < MOST_WORDS && characters <= MOST_CHARACTERS, "it has too many words");
            codec.addWord(word);
        }

        private static void require(boolean holds, String otherwise) throws DamagedStateException {
            if (!holds) {
                throw new DamagedStateException(otherwise);
            }
        }
    }
}

package dev.periplus.classify;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowCodec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of flows as shards are done with them, before other flows have had a word: so that captures need not be read
 * again. Files are those of one version of the program.
 *
 * <p>How it works. Entries stand in the order in which they came: a word that the results of later flows refer to, a flow,
 * an announcement, or the time up to which all flows that were over have come. All is packed by zstd.
 */
public final class KeptFlows {
    private static final int MAGIC = 0x70657246;
    private static final int BUFFER = 1 << 16;
    private static final int MOST_BYTES = 1 << 24;

    /** What an entry is. */
    public enum Entry {
        WORD,
        FLOW,
        ANNOUNCEMENT,
        CLOCK,
        END
    }

    private static final Entry[] ENTRIES = Entry.values();

    private KeptFlows() {}

    /** Writes such a file. */
    public static final class Writer implements Closeable {
        private final DataOutputStream out;
        private final InspectionCodec codec = new InspectionCodec();

        public Writer(Path path) throws IOException {
            out = new DataOutputStream(
                    new BufferedOutputStream(new ZstdOutputStream(Files.newOutputStream(path), 1), BUFFER));
            out.writeInt(MAGIC);
        }

        /** A flow that is over. */
        public void flow(Flow flow) throws IOException {
            InspectionResult result = InspectionState.of(flow).result();
            int known = codec.words();
            int length = codec.write(result);
            for (int word = known; word < codec.words(); word++) {
                out.writeByte(Entry.WORD.ordinal());
                out.writeUTF(codec.word(word));
            }
            String label = result.label();
            out.writeByte(Entry.FLOW.ordinal());
            FlowCodec.write(flow, out);
            out.writeUTF(label == null ? "" : label);
            out.writeInt(length);
            out.write(codec.bytes(), 0, length);
        }

        public void announcement(Announcement announcement) throws IOException {
            out.writeByte(Entry.ANNOUNCEMENT.ordinal());
            AnnouncementCodec.write(announcement, out);
        }

        /** Nanoseconds since the epoch. */
        public void clock(long clock) throws IOException {
            out.writeByte(Entry.CLOCK.ordinal());
            out.writeLong(clock);
        }

        /** Ends the file; one that was not ended cannot be read. */
        @Override
        public void close() throws IOException {
            try (out) {
                out.writeByte(Entry.END.ordinal());
            }
        }
    }

    /** Reads such a file, entry by entry. */
    public static final class Reader implements Closeable {
        private final DataInputStream in;
        private final int firstCapture;
        private final InspectionCodec codec;
        private @Nullable Flow flow;
        private @Nullable Announcement announcement;
        private long clock = Long.MIN_VALUE;

        /** @param firstCapture index in this run of the first capture of the run that wrote the file */
        public Reader(Path path, int firstCapture) throws IOException {
            this.firstCapture = firstCapture;
            codec = new InspectionCodec(firstCapture);
            in = new DataInputStream(new BufferedInputStream(new ZstdInputStream(Files.newInputStream(path)), BUFFER));
            if (in.readInt() != MAGIC) {
                in.close();
                throw new IOException(path + " holds no flows");
            }
        }

        /** Goes to the next entry, and says what it is: a flow, an announcement, a time, or the end. */
        public Entry next() throws IOException {
            Entry entry = entry();
            while (entry == Entry.WORD) {
                codec.addWord(in.readUTF());
                entry = entry();
            }
            switch (entry) {
                case FLOW -> flow = readFlow();
                case ANNOUNCEMENT -> announcement = AnnouncementCodec.read(in, firstCapture);
                case CLOCK -> clock = in.readLong();
                default -> {}
            }
            return entry;
        }

        private Entry entry() throws IOException {
            int number = in.readUnsignedByte();
            if (number >= ENTRIES.length) {
                throw new IOException("kept flows are damaged");
            }
            return ENTRIES[number];
        }

        private Flow readFlow() throws IOException {
            Flow read = FlowCodec.read(in, firstCapture);
            String label = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > MOST_BYTES) {
                throw new IOException("kept flows are damaged");
            }
            byte[] result = new byte[length];
            in.readFully(result);
            read.inspection(new InspectionStore.TakenOut(codec, result, label.isEmpty() ? null : label));
            return read;
        }

        /** The flow of the entry that was read last. */
        public Flow flow() throws IOException {
            return required(flow);
        }

        public Announcement announcement() throws IOException {
            return required(announcement);
        }

        /** The time of the last such entry, nanoseconds since the epoch; before one, the least number. */
        public long clock() {
            return clock;
        }

        private static <T> T required(@Nullable T entry) throws IOException {
            if (entry == null) {
                throw new EOFException("there is no such entry");
            }
            return entry;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

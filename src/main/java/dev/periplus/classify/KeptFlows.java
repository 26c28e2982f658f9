package dev.periplus.classify;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowCodec;
import dev.periplus.natives.BundledLibrary;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of flows as the shards hand them over, before correlation, so that captures need not be read again. Files can
 * be read only by the version that wrote them.
 *
 * <p>How it works. Entries are in order of arrival: a string that later results refer to, a flow, an announcement, or
 * the time up to which all ended flows have arrived. The whole file is compressed with zstd.
 */
public final class KeptFlows {
    private static final int MAGIC = 0x70657246;
    private static final int BUFFER = 1 << 16;
    private static final int MOST_BYTES = 1 << 24;

    /** Kinds of entries. */
    public enum Entry {
        WORD,
        FLOW,
        ANNOUNCEMENT,
        CLOCK,
        END
    }

    private static final Entry[] ENTRIES = Entry.values();

    private KeptFlows() {}

    /** Writes a file of flows. */
    public static final class Writer implements Closeable {
        private final DataOutputStream out;
        private final InspectionCodec codec = new InspectionCodec();

        /** @param file receives the bytes; closed with the writer, also if this fails */
        public Writer(OutputStream file) throws IOException {
            BundledLibrary.loadZstd();
            out = new DataOutputStream(new BufferedOutputStream(new ZstdOutputStream(file, 1), BUFFER));
            out.writeInt(MAGIC);
        }

        /** Writes an ended flow. */
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

        /** Writes the time up to which all ended flows are in the file, nanoseconds since the epoch. */
        public void clock(long clock) throws IOException {
            out.writeByte(Entry.CLOCK.ordinal());
            out.writeLong(clock);
        }

        /** Completes the file; without this it cannot be read. */
        @Override
        public void close() throws IOException {
            try (out) {
                out.writeByte(Entry.END.ordinal());
            }
        }
    }

    /** Reads a file of flows one entry at a time. */
    public static final class Reader implements Closeable {
        private final DataInputStream in;
        private final int firstCapture;
        private final InspectionCodec codec;
        private @Nullable Flow flow;
        private @Nullable Announcement announcement;
        private long clock = Long.MIN_VALUE;

        /**
         * @param file the bytes; closed with the reader
         * @param firstCapture index in this run of the first capture of the run that wrote the file
         */
        public Reader(InputStream file, int firstCapture) throws IOException {
            BundledLibrary.loadZstd();
            this.firstCapture = firstCapture;
            codec = new InspectionCodec(firstCapture);
            in = new DataInputStream(new BufferedInputStream(new ZstdInputStream(file), BUFFER));
            if (in.readInt() != MAGIC) {
                in.close();
                throw new IOException("not a file of kept flows");
            }
        }

        /** Reads the next entry and returns its kind: a flow, an announcement, a time, or the end. */
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
                throw new IOException("file of kept flows is damaged");
            }
            return ENTRIES[number];
        }

        private Flow readFlow() throws IOException {
            Flow read = FlowCodec.read(in, firstCapture);
            String label = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > MOST_BYTES) {
                throw new IOException("file of kept flows is damaged");
            }
            byte[] result = new byte[length];
            in.readFully(result);
            read.inspection(new InspectionStore.TakenOut(codec, result, label.isEmpty() ? null : label));
            return read;
        }

        /** The last flow read. */
        public Flow flow() throws IOException {
            return required(flow);
        }

        public Announcement announcement() throws IOException {
            return required(announcement);
        }

        /** The last time read, nanoseconds since the epoch; {@link Long#MIN_VALUE} before the first. */
        public long clock() {
            return clock;
        }

        private static <T> T required(@Nullable T entry) throws IOException {
            if (entry == null) {
                throw new EOFException("no entry of this kind was read");
            }
            return entry;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

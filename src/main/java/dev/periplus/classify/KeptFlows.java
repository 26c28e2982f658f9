package dev.periplus.classify;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.periplus.flow.DamagedStateException;
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
import java.io.UTFDataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A file of flows as the shards hand them over, before correlation, so that captures need not be read again. Files can
 * be read only by the version that wrote them.
 *
 * <p>How it works. Entries are in order of arrival: a flow, an announcement, or the time up to which all ended flows
 * have arrived. The whole file is compressed with zstd.
 *
 * <p>A file may have been damaged, or written by somebody else. Reading it then fails with {@link
 * DamagedStateException}; it takes memory and time in proportion to the size of the file.
 */
public final class KeptFlows {
    private static final int MAGIC = 0x70657248;
    private static final int BUFFER = 1 << 16;

    /** A file may unpack to this many bytes, and to this many for each of its own; scans reach about 100. */
    private static final long UNPACKED = 64 << 20;

    private static final long RATIO = 500;

    /** Kinds of entries. */
    public enum Entry {
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
        private final PackedResults.Writer results = new PackedResults.Writer();

        /** @param file receives the bytes; closed with the writer, also if this fails */
        public Writer(OutputStream file) throws IOException {
            BundledLibrary.loadZstd();
            out = new DataOutputStream(new BufferedOutputStream(new ZstdOutputStream(file, 1), BUFFER));
            out.writeInt(MAGIC);
        }

        /** Writes an ended flow. */
        public void flow(Flow flow) throws IOException {
            out.writeByte(Entry.FLOW.ordinal());
            FlowCodec.write(flow, out);
            results.write(InspectionState.of(flow), out);
        }

        public void announcement(Heard heard) throws IOException {
            out.writeByte(Entry.ANNOUNCEMENT.ordinal());
            out.writeLong(heard.clock());
            AnnouncementCodec.write(heard.announcement(), out);
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
        private final int captures;
        private final PackedResults.Reader results;
        private @Nullable Flow flow;
        private @Nullable Heard heard;
        private long clock = Long.MIN_VALUE;

        /**
         * @param packed the bytes of the file; closed with the reader
         * @param size number of these bytes
         * @param firstCapture index in this run of the first capture of the run that wrote the file
         * @param captures number of captures of that run
         * @throws DamagedStateException if it is no such file
         */
        public Reader(InputStream packed, long size, int firstCapture, int captures) throws IOException {
            BundledLibrary.loadZstd();
            this.firstCapture = firstCapture;
            this.captures = captures;
            results = new PackedResults.Reader(firstCapture, captures);
            try {
                InputStream unpacked = new ZstdInputStream(packed);
                long most = UNPACKED + RATIO * size;
                in = new DataInputStream(new BufferedInputStream(new BoundedStream(unpacked, most), BUFFER));
                if (in.readInt() != MAGIC) {
                    throw new DamagedStateException("it is no file of kept flows");
                }
            } catch (IOException e) {
                packed.close();
                throw told(e);
            }
        }

        /**
         * Reads the next entry and returns its kind: a flow, an announcement, a time, or the end.
         *
         * @throws DamagedStateException if the file is damaged
         */
        public Entry next() throws IOException {
            try {
                Entry entry = entry();
                switch (entry) {
                    case FLOW -> flow = readFlow();
                    case ANNOUNCEMENT -> heard = new Heard(in.readLong(), AnnouncementCodec.read(in, firstCapture));
                    case CLOCK -> clock = in.readLong();
                    default -> require(in.read() < 0, "there are bytes after its end");
                }
                return entry;
            } catch (IOException e) {
                throw told(e);
            }
        }

        /** Tells damage from a failure of the system. */
        private static IOException told(IOException e) {
            if (e instanceof EOFException) {
                return new DamagedStateException("it ends too early", e);
            }
            boolean damage = e instanceof ZstdIOException || e instanceof UTFDataFormatException;
            return damage ? new DamagedStateException("its bytes have changed", e) : e;
        }

        private Entry entry() throws IOException {
            int number = in.readUnsignedByte();
            require(number < ENTRIES.length, "it has an unknown entry");
            return ENTRIES[number];
        }

        private Flow readFlow() throws IOException {
            Flow read = FlowCodec.read(in, firstCapture);
            require(read.capture() - firstCapture < captures, "it names captures that it does not have");
            read.inspection(results.read(in));
            return read;
        }

        private static void require(boolean holds, String otherwise) throws DamagedStateException {
            if (!holds) {
                throw new DamagedStateException(otherwise);
            }
        }

        /** The last flow read. */
        public Flow flow() {
            return required(flow);
        }

        /** The last announcement read. */
        public Heard heard() {
            return required(heard);
        }

        /** The last time read, nanoseconds since the epoch; {@link Long#MIN_VALUE} before the first. */
        public long clock() {
            return clock;
        }

        private static <T> T required(@Nullable T entry) {
            if (entry == null) {
                throw new IllegalStateException("no entry of this kind was read");
            }
            return entry;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

package dev.periplus.engine;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketFile;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PcapngWriter;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.flow.ChosenFlows;
import dev.periplus.flow.PacketMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps only the packets of wanted flows, which become known later.
 *
 * <p>How it works. All packets go to spool files beside the requested file, one for every {@link #SPOOL_NANOS}. Once
 * every flow with packets in a spool file has been reported, which takes twice the reporting interval, a thread copies
 * the packets of the flows wanted by then and deletes the spool file. Fragments are matched across two consecutive
 * spool files.
 */
public final class SelectivePacketFile implements PacketFile {
    private static final long SPOOL_NANOS = 20_000_000_000L;
    private static final long MOST_BYTES = 1 << 30;
    private static final long SECOND = 1_000_000_000L;
    private static final long SLACK_NANOS = 5 * SECOND;

    private final Path path;
    private final List<String> names;
    private final int snapLength;
    private final long holdNanos;
    private final Clock clock;
    private final PcapngWriter out;
    private final ChosenFlows chosen = new ChosenFlows();
    private final PacketMarks marks = new PacketMarks(chosen);
    private final Decoder decoder;
    private final ArrayDeque<Spool> full = new ArrayDeque<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(SelectivePacketFile::thread);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private @Nullable Spool filling;
    private int spools;

    /** The marked spool file that waits for the marks of the next one; used by the worker only. */
    private @Nullable Spool marked;

    /** All packets of a period. */
    private record Spool(Path path, int number, PcapngWriter writer, long began) {}

    /**
     * Creates the file.
     *
     * @param path the requested file
     * @param names names of the interfaces by index
     * @param activeNanos interval at which still-open flows are reported
     */
    public SelectivePacketFile(
            Path path, List<String> names, int snapLength, DecodeSettings decode, long activeNanos, Clock clock)
            throws IOException {
        this.path = path;
        this.names = names;
        this.snapLength = snapLength;
        this.clock = clock;
        holdNanos = 2 * activeNanos + SLACK_NANOS;
        decoder = new Decoder(decode, marks);
        out = new PcapngWriter(path, names, snapLength);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "selection");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the sink for the wanted flows, ended or still open. */
    public FlowSink wanted() {
        return new Wanted(chosen);
    }

    private record Wanted(ChosenFlows chosen) implements FlowSink {
        @Override
        public void flow(FlowRecord record) {
            chosen.add(record.flow());
        }

        @Override
        public void goesOn(FlowRecord record) {
            flow(record);
        }

        @Override
        public void finish(RunSummary run) {}
    }

    @Override
    public void packet(byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture)
            throws IOException {
        Spool into = filling;
        if (into == null) {
            Path file = path.resolveSibling(path.getFileName() + ".spool-" + ++spools + ".part");
            into = new Spool(file, spools, new PcapngWriter(file, names, snapLength), time);
            filling = into;
        }
        into.writer.packet(bytes, offset, captured, wire, time, linkType, capture);
        if (time - into.began >= SPOOL_NANOS || into.writer.size() >= MOST_BYTES) {
            endSpool(into);
        }
    }

    private void endSpool(Spool ended) throws IOException {
        ended.writer.close();
        full.add(ended);
        filling = null;
    }

    @Override
    public void flush() throws IOException {
        Spool open = filling;
        if (open != null) {
            open.writer.flush();
        }
        Instant now = clock.instant();
        long settled = now.getEpochSecond() * SECOND + now.getNano() - holdNanos - SPOOL_NANOS;
        while (!full.isEmpty() && full.peek().began < settled) {
            Spool due = full.remove();
            worker.execute(() -> sift(due));
        }
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void sift(Spool spool) {
        try {
            mark(spool);
            copyMarked();
            chosen.forget(spool.began - SLACK_NANOS);
            marked = spool;
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void mark(Spool spool) throws IOException {
        DecoderSink decoding = new DecoderSink(decoder);
        read(
                spool,
                (bytes, offset, captured, wire, time, link, capture, number) ->
                        decoding.packet(bytes, offset, captured, wire, time, link, spool.number, number));
    }

    private void copyMarked() throws IOException {
        Spool spool = marked;
        if (spool == null) {
            return;
        }
        read(spool, (bytes, offset, captured, wire, time, link, capture, number) -> {
            if (marks.has(spool.number, number)) {
                write(bytes, offset, captured, wire, time, link, capture);
            }
        });
        out.flush();
        marks.forget(spool.number);
        marked = null;
        Files.delete(spool.path);
    }

    private void write(byte[] bytes, int offset, int captured, int wire, long time, int link, int capture) {
        try {
            out.packet(bytes, offset, captured, wire, time, link, capture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Spool spool, PacketSink sink) throws IOException {
        try (CaptureSet set = new CaptureSet(List.of(spool.path.toString()), CaptureOptions.everything())) {
            String problem = set.read(sink).get(0).problem();
            if (problem != null) {
                throw new IOException(spool.path + ": " + problem);
            }
        } catch (FilterException e) {
            throw new IllegalStateException("no filter was given", e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public long size() {
        return out.size();
    }

    /** Copies the remaining packets; every flow has been reported. */
    @Override
    public void close() throws IOException {
        try (out) {
            Spool open = filling;
            if (open != null) {
                endSpool(open);
            }
            for (Spool spool : full) {
                worker.execute(() -> sift(spool));
            }
            worker.shutdown();
            worker.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            decoder.flush();
            copyMarked();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while copying packets", e);
        }
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}

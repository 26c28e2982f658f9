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
 * Keeps the packets of flows that are wanted, which is known only later.
 *
 * <p>How it works. All packets are written to a file of their own for every {@link #SPOOL_NANOS}, beside the one that
 * is asked for. Once every flow with packets in it has been reported, which is after twice the time from one report of a
 * flow to the next, a thread copies those of the flows that were wanted till then, and deletes the file. Fragments are
 * looked for across two files that follow one another.
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

    /** Marked, and waits for the marks of the one after it; the worker's. */
    private @Nullable Spool marked;

    /** All packets of a while. */
    private record Spool(Path path, int number, PcapngWriter writer, long began) {}

    /**
     * @param path of the file that is asked for
     * @param names of interfaces by index
     * @param activeNanos from one report of a flow to the next
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

    /** Takes the flows that are wanted, and what there is so far of those that go on. */
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
            throw new IllegalStateException("there is no filter", e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public long size() {
        return out.size();
    }

    /** Copies what is left; every flow has been reported. */
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
            throw new IOException("interrupted while packets were copied", e);
        }
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}

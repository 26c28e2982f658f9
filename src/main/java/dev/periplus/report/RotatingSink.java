package dev.periplus.report;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.RunSummary;
import dev.periplus.file.PartFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one file after another, each complete in its format. The name of a file ends in {@code .part} until the file
 * is complete; then it is renamed to its own name with its number and start time: {@code
 * out_00001_20260105091244.json}.
 */
public final class RotatingSink implements FlowSink {
    /**
     * Limits of a file.
     *
     * @param nanos age at which a file is complete; 0 for no limit
     * @param bytes size at which a file is complete; 0 for no limit
     * @param files number of complete files to keep, deleting the oldest; 0 to keep all
     */
    public record Limits(long nanos, long bytes, int files) {}

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path path;
    private final Limits limits;
    private final Function<OutputStream, FlowSink> format;
    private final Supplier<RunSummary> soFar;
    private final Clock clock;
    private final Deque<Path> complete = new ArrayDeque<>();
    private @Nullable Part part;
    private int number;

    /**
     * @param path base of the file names
     * @param soFar supplies the summary so far, written at the end of a file
     */
    public RotatingSink(
            Path path,
            Limits limits,
            Function<OutputStream, FlowSink> format,
            Supplier<RunSummary> soFar,
            Clock clock) {
        this.path = path;
        this.limits = limits;
        this.format = format;
        this.soFar = soFar;
        this.clock = clock;
    }

    /** The file being written. */
    private record Part(Path name, Path written, Counting out, FlowSink sink, Instant began) {}

    /** Counts the bytes written. */
    private static final class Counting extends OutputStream {
        private final OutputStream to;
        private long bytes;

        Counting(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int octet) throws IOException {
            to.write(octet);
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            to.write(from, offset, length);
            bytes += length;
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }

    @Override
    public void flow(FlowRecord record) {
        current().sink.flow(record);
    }

    @Override
    public void goesOn(FlowRecord record) {
        current().sink.goesOn(record);
    }

    @Override
    public void hosts(HostFacts known) {
        current().sink.hosts(known);
    }

    @Override
    public void flush() {
        Part now = part;
        if (now != null) {
            now.sink.flush();
            boolean old = limits.nanos() > 0 && !clock.instant().isBefore(now.began.plusNanos(limits.nanos()));
            if (old || limits.bytes() > 0 && now.out.bytes >= limits.bytes()) {
                complete(now, soFar.get());
            }
        }
    }

    @Override
    public void status(RunSummary run) {
        current().sink.status(run);
    }

    @Override
    public void finish(RunSummary run) {
        complete(current(), run);
    }

    private Part current() {
        Part now = part;
        return now == null ? begin() : now;
    }

    private Part begin() {
        number++;
        Instant began = clock.instant();
        String file = String.valueOf(path.getFileName());
        int dot = file.lastIndexOf('.') > 0 ? file.lastIndexOf('.') : file.length();
        String name = String.format(
                Locale.ROOT, "%s_%05d_%s%s", file.substring(0, dot), number, TIME.format(began), file.substring(dot));
        Path written = path.resolveSibling(name + ".part");
        try {
            Counting out = new Counting(PartFile.growing(written));
            Part begun = new Part(path.resolveSibling(name), written, out, format.apply(out), began);
            part = begun;
            return begun;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void complete(Part now, RunSummary run) {
        part = null;
        now.sink.finish(run);
        try {
            now.out.close();
            Files.move(now.written, now.name, StandardCopyOption.REPLACE_EXISTING);
            complete.add(now.name);
            while (limits.files() > 0 && complete.size() > limits.files()) {
                Files.deleteIfExists(complete.remove());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.periplus.outputs.parquet;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.Destination;
import dev.periplus.report.RotatingSink.Limits;
import dev.periplus.report.WriterThreads;
import dev.periplus.report.json.HostsJson;
import dev.periplus.report.json.JsonReport;
import dev.periplus.report.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the tables {@code flows}, {@code hosts}, {@code findings} and {@code run} into folders of these names.
 *
 * <p>How it works. What {@link JsonReport} and {@link HostsJson} write is the only source of rows, so that a row has the
 * fields and values of the native record. One thread reads these lines and fills columns; at most
 * {@link #MOST_PAGES} pages wait for it. A file is complete at the end of the run, and before once it is large or, in a
 * live run, old enough.
 */
final class ParquetReport implements FlowSink {
    private static final int MOST_PAGES = 8;
    private static final long HOUR = 3_600_000_000_000L;
    private static final long LARGE = 256L << 20;
    private static final byte[] RUN = JsonText.ascii("{\"run\":{");
    private static final byte[] FINDING = JsonText.ascii("{\"finding\":{");
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final Clock clock;
    private final Table flows;
    private final Table findings;
    private final Table hosts;
    private final Table runs;
    private final ArrayDeque<Future<?>> underWay = new ArrayDeque<>();
    private final ExecutorService writer = WriterThreads.start("parquet", 1);
    /** Once a step has failed, no later one is taken: the run ends. Of the writer's thread. */
    private boolean failed;

    private final JsonReport json;
    private final HostsJson hostsJson;

    ParquetReport(Destination destination) {
        this(destination, Clock.systemUTC());
    }

    ParquetReport(Destination destination, Clock clock) {
        this.clock = clock;
        Instant now = clock.instant();
        Path root = Path.of(destination.target());
        Limits given = destination.limits();
        Limits usual = new Limits(destination.live() ? HOUR : 0, LARGE, 0);
        Limits limits = given == null ? usual : given;
        Destination.Origin origin = destination.origin();
        Map<String, String> facts = Map.of(
                "periplus.version", origin.version(),
                "periplus.rules", origin.rules(),
                "periplus.sensor", origin.sensor());
        flows = new Table(root, Tables.FLOWS, facts, limits, now);
        Limits none = new Limits(0, 0, 0);
        findings = new Table(root, Tables.FINDINGS, facts, none, now);
        hosts = new Table(root, Tables.HOSTS, facts, none, now);
        runs = new Table(root, Tables.RUN, facts, none, now);
        json = new JsonReport(new Lines(flows));
        hostsJson = new HostsJson(new Lines(hosts));
    }

    /** Takes whole lines and hands them to the writer. */
    private final class Lines extends OutputStream {
        private final Table plain;

        /** @param plain takes the lines that are neither a finding nor the run */
        Lines(Table plain) {
            this.plain = plain;
        }

        @Override
        public void write(int octet) {
            throw new UnsupportedOperationException("a line at a time");
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            if (length > 0) {
                byte[] page = Arrays.copyOfRange(from, offset, offset + length);
                Instant now = clock.instant();
                submit(() -> rows(page, plain, now));
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void submit(Step step) {
        while (underWay.size() >= MOST_PAGES) {
            WriterThreads.await(underWay.remove());
        }
        underWay.add(writer.submit(() -> {
            if (failed) {
                return;
            }
            try {
                step.run();
            } catch (IOException e) {
                failed = true;
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                failed = true;
                throw e;
            }
        }));
    }

    private void await() {
        while (!underWay.isEmpty()) {
            WriterThreads.await(underWay.remove());
        }
    }

    private void rows(byte[] lines, Table plain, Instant now) throws IOException {
        int from = 0;
        for (int at = 0; at < lines.length; at++) {
            if (lines[at] == '\n') {
                row(lines, from, at - from, plain, now);
                from = at + 1;
            }
        }
    }

    private void row(byte[] lines, int from, int length, Table plain, Instant now) throws IOException {
        Table wrapped = begins(lines, from, RUN) ? runs : begins(lines, from, FINDING) ? findings : null;
        if (wrapped == runs && plain == hosts) {
            return; // the run ends both reports
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), lines, from, length)) {
            parser.nextToken();
            if (wrapped != null) {
                parser.nextToken();
                parser.nextToken();
            }
            (wrapped == null ? plain : wrapped).write(parser, now);
        }
    }

    private static boolean begins(byte[] lines, int from, byte[] with) {
        return lines.length - from >= with.length
                && Arrays.equals(lines, from, from + with.length, with, 0, with.length);
    }

    @Override
    public void flow(FlowRecord record) {
        json.flow(record);
        hostsJson.flow(record);
    }

    @Override
    public void goesOn(FlowRecord record) {
        json.goesOn(record);
    }

    @Override
    public void hosts(HostFacts known) {
        hostsJson.hosts(known);
    }

    @Override
    public void finding(Finding finding) {
        json.finding(finding);
    }

    @Override
    public void flush() {
        json.flush();
        Instant now = clock.instant();
        submit(() -> flows.tick(now));
    }

    @Override
    public void finish(RunSummary run) {
        json.finish(run);
        hostsJson.finish(run);
        for (Table table : new Table[] {flows, findings, hosts, runs}) {
            submit(table::complete);
        }
        try {
            await();
        } finally {
            writer.shutdown();
        }
    }
}

package dev.periplus.cli;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.FanOut;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.RotatingSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a run.
 *
 * @param evidence whether tables print all evidence
 * @param all whether they print every flow
 * @param limits of each file where one follows another, or null
 */
record Outputs(List<Output> outputs, boolean evidence, boolean all, RotatingSink.@Nullable Limits limits) {
    private static final long SECOND = 1_000_000_000L;
    private static final int KIBI = 1024;
    private static final Predicate<FlowRecord> EVERY_RECORD = record -> true;

    /** @param formats that the command can write */
    static Arguments declare(Arguments arguments, List<OutputFormat> formats) {
        return arguments
                .value("o", "output", "FORMAT[=PATH]", OutputFormat.names(formats) + "; may be given several times")
                .value("Y", "result-filter", "CONDITION", "only flows as 'label==ssh and server.port!=22'")
                .flag(null, "evidence", "with tables, all evidence for and against each label")
                .flag(null, "all", "with tables, every flow, in full");
    }

    /**
     * @param usual format where none is asked for
     * @param formats that the command can write
     */
    static Outputs of(Arguments arguments, OutputFormat usual, List<OutputFormat> formats) throws UsageException {
        RotatingSink.Limits limits = limits(arguments.all("ring-buffer"));
        List<Output> outputs = Output.parseAll(arguments.all("output"), usual, formats);
        if (limits != null && outputs.stream().allMatch(output -> output.path() == null)) {
            throw new UsageException("-b needs an output in a file, as -o json=flows.json");
        }
        for (Output output : outputs) {
            if (limits != null && !output.format().isStream()) {
                throw new UsageException("-b does not apply to "
                        + output.format().id() + ", which is complete only at the end of the run");
            }
        }
        return new Outputs(outputs, arguments.has("evidence"), arguments.has("all"), limits);
    }

    private static RotatingSink.@Nullable Limits limits(List<String> texts) throws UsageException {
        long nanos = 0;
        long bytes = 0;
        int files = 0;
        for (String text : texts) {
            if (!text.matches("(duration|filesize|files):[1-9]\\d{0,8}")) {
                throw new UsageException("-b takes duration:SECONDS, filesize:KIB or files:N, not '" + text + "'");
            }
            long number = Long.parseLong(text.substring(text.indexOf(':') + 1));
            switch (text.substring(0, text.indexOf(':'))) {
                case "duration" -> nanos = number * SECOND;
                case "filesize" -> bytes = number * KIBI;
                default -> files = (int) number;
            }
        }
        if (!texts.isEmpty() && nanos == 0 && bytes == 0) {
            throw new UsageException("-b files:N needs duration:SECONDS or filesize:KIB beside it");
        }
        return texts.isEmpty() ? null : new RotatingSink.Limits(nanos, bytes, files);
    }

    /** Which records are wanted. */
    static Predicate<FlowRecord> filter(Arguments arguments) throws UsageException {
        String text = arguments.get("result-filter");
        try {
            return text == null ? EVERY_RECORD : ResultFilter.parse(text);
        } catch (ResultFilter.WrongFilterException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** The file that {@code -w} names. */
    static Path packetFile(Arguments arguments, List<String> captures) throws UsageException, IOException {
        String named = arguments.get("write");
        if (named == null) {
            throw new UsageException("no file to write to; name one with -w");
        }
        Path path = Path.of(named);
        Output.keepAway(path, captures);
        return path;
    }

    /** Those of them that do not go to standard output. */
    Outputs inFiles() {
        return new Outputs(
                outputs.stream().filter(output -> output.path() != null).toList(), evidence, all, limits);
    }

    /** None of them may take the place of what is to be read. */
    void keepAwayFrom(List<String> captures) throws UsageException, IOException {
        for (Output output : outputs) {
            output.keepsAwayFrom(captures);
        }
    }

    /** Of a run whose files do not follow one another. */
    FlowSink open(Terminal terminal) throws IOException {
        return open(terminal, () -> {
            throw new IllegalStateException("files follow one another here");
        });
    }

    /** @param soFar how the run goes, for files that end before it */
    FlowSink open(Terminal terminal, Supplier<RunSummary> soFar) throws IOException {
        TextOptions options = new TextOptions(terminal.width(), terminal.colour(), evidence, all);
        List<FlowSink> sinks = new ArrayList<>();
        for (Output output : outputs) {
            Path path = output.path();
            if (path == null || limits == null) {
                sinks.add(output.open(terminal, options));
            } else {
                sinks.add(new RotatingSink(
                        path, limits, out -> output.format().on(out, options.plain()), soFar, Clock.systemUTC()));
            }
        }
        return new FanOut(sinks);
    }
}

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
 * @param all whether tables print every flow
 * @param limits of rotating files, or null
 */
record Outputs(List<Output> outputs, boolean evidence, boolean all, RotatingSink.@Nullable Limits limits) {
    private static final long SECOND = 1_000_000_000L;
    private static final int KIBI = 1024;
    private static final Predicate<FlowRecord> EVERY_RECORD = record -> true;

    /** @param formats the command can write */
    static Arguments declare(Arguments arguments, List<OutputFormat> formats) {
        return arguments
                .value("o", "output", "FORMAT[=PATH]", OutputFormat.names(formats) + "; repeatable")
                .value(
                        "Y",
                        "result-filter",
                        "CONDITION",
                        "only matching flows, such as 'label==ssh and server.port!=22'")
                .flag(null, "evidence", "in tables, print all evidence for and against each label")
                .flag(null, "all", "in tables, list every flow in full");
    }

    /**
     * @param usual format if none is given
     * @param formats the command can write
     */
    static Outputs of(Arguments arguments, OutputFormat usual, List<OutputFormat> formats) throws UsageException {
        RotatingSink.Limits limits = limits(arguments.all("ring-buffer"));
        List<Output> outputs = Output.parseAll(arguments.all("output"), usual, formats);
        if (limits != null && outputs.stream().allMatch(output -> output.path() == null)) {
            throw new UsageException("-b needs an output file such as -o json=flows.json");
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
            throw new UsageException("-b files:N also needs -b duration:SECONDS or -b filesize:KIB");
        }
        return texts.isEmpty() ? null : new RotatingSink.Limits(nanos, bytes, files);
    }

    /** Parses {@code -Y}; without it, every record matches. */
    static Predicate<FlowRecord> filter(Arguments arguments) throws UsageException {
        String text = arguments.get("result-filter");
        try {
            return text == null ? EVERY_RECORD : ResultFilter.parse(text);
        } catch (ResultFilter.WrongFilterException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e.shown());
        }
    }

    /** Returns the file named by {@code -w}. */
    static Path packetFile(Arguments arguments, List<String> captures) throws UsageException, IOException {
        String named = arguments.get("write");
        if (named == null) {
            throw new UsageException("no output file; name one with -w");
        }
        Path path = Path.of(named);
        Output.keepAway(path, captures);
        return path;
    }

    /** Returns the files they write. */
    List<Path> files() {
        return outputs.stream().flatMap(output -> output.files().stream()).toList();
    }

    /** Returns the outputs that do not go to standard output. */
    Outputs inFiles() {
        return new Outputs(
                outputs.stream().filter(output -> output.path() != null).toList(), evidence, all, limits);
    }

    /** Rejects outputs that would overwrite an input. */
    void keepAwayFrom(List<String> captures) throws UsageException, IOException {
        for (Output output : outputs) {
            output.keepsAwayFrom(captures);
        }
    }

    /** Opens the outputs of a run that ends by itself: files appear once they are whole. */
    FlowSink open(Terminal terminal) throws IOException {
        return open(terminal, false, () -> {
            throw new IllegalStateException("no summary for rotating files");
        });
    }

    /**
     * Opens the outputs of a run that others watch: files grow.
     *
     * @param soFar supplies the summary so far, for files that end before the run
     */
    FlowSink open(Terminal terminal, Supplier<RunSummary> soFar) throws IOException {
        return open(terminal, true, soFar);
    }

    private FlowSink open(Terminal terminal, boolean growing, Supplier<RunSummary> soFar) throws IOException {
        TextOptions options = new TextOptions(terminal.width(), terminal.colour(), evidence, all);
        List<FlowSink> sinks = new ArrayList<>();
        for (Output output : outputs) {
            Path path = output.path();
            if (path == null || limits == null) {
                sinks.add(output.open(terminal, options, growing));
            } else {
                sinks.add(new RotatingSink(
                        path, limits, out -> output.format().on(out, options.plain()), soFar, Clock.systemUTC()));
            }
        }
        return new FanOut(sinks);
    }
}

package dev.periplus.command;

import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.FanOut;
import dev.periplus.report.RotatingSink;
import dev.periplus.report.text.TextOptions;
import dev.periplus.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a run.
 *
 * @param options of formats for people, except width and colour
 * @param limits of rotating files, or null
 * @param elsewhere options of outputs that are no streams
 */
record Outputs(List<Output> outputs, TextOptions options, RotatingSink.@Nullable Limits limits, Elsewhere elsewhere) {
    private static final long SECOND = 1_000_000_000L;
    private static final int KIBI = 1024;

    /**
     * @param usual format if none is given
     * @param formats the command can write
     */
    static Outputs of(Writing writing, Reading reading, OutputFormat usual, List<OutputFormat> formats, Console console)
            throws UsageException, IOException {
        RotatingSink.Limits limits = limits(writing.limits());
        Plugins plugins = reading.plugins();
        List<Output> outputs = writing.isNone()
                ? List.of()
                : Output.parseAll(writing.outputs(), usual, formats, plugins.haveFormats());
        if (limits != null && outputs.stream().allMatch(output -> output.path() == null)) {
            throw new UsageException("-b needs an output file such as -o json=flows.json");
        }
        for (Output output : outputs) {
            if (limits != null && !output.format().rotates()) {
                throw new UsageException("-b does not apply to "
                        + output.format().id() + ", which is complete only at the end of the run");
            }
        }
        TextOptions options = writing.options(reading, console);
        if (options.sorting() != null && outputs.stream().noneMatch(output -> output.format() == OutputFormat.TABLE)) {
            throw new UsageException("--sort sorts -o table, which is not written here");
        }
        if (options.limit() > 0
                && outputs.stream().noneMatch(output -> output.format().hasRows())) {
            throw new UsageException("--limit shortens -o table and views such as -o services; none is written here");
        }
        return new Outputs(outputs, options, limits, Elsewhere.of(writing, plugins));
    }

    /** Whether any output shows facts about hosts. */
    boolean showHosts() {
        return outputs.stream().anyMatch(output -> output.format().showsHosts());
    }

    /** Whether somebody reads findings even of a run that is no review. */
    boolean showFindings() {
        return outputs.stream().anyMatch(output -> output.format() == OutputFormat.HTML);
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

    /** Checks that a file of packets can be written, and is none of the captures. */
    static void check(Path packets, Captures captures) throws UsageException, IOException {
        Output.keepAway(packets, captures.files());
        Output.requireFolder(packets);
    }

    /** Returns the files they write. */
    List<Path> files() {
        return outputs.stream().flatMap(output -> output.files().stream()).toList();
    }

    /** Returns the outputs that do not go to standard output. */
    Outputs inFiles() {
        return new Outputs(
                outputs.stream().filter(output -> output.target() != null).toList(), options, limits, elsewhere);
    }

    /** Rejects outputs that would overwrite an input. */
    void keepAwayFrom(List<String> captures) throws UsageException, IOException {
        for (Output output : outputs) {
            output.keepsAwayFrom(captures);
        }
    }

    /** Opens the outputs of a run that ends by itself: files appear once they are whole. */
    FlowSink open(Console console, RuleSet rules) throws IOException {
        return open(console, rules, false, () -> {
            throw new IllegalStateException("no summary for rotating files");
        });
    }

    /**
     * Opens the outputs of a run that others watch: files grow.
     *
     * @param soFar supplies the summary so far, for files that end before the run
     */
    FlowSink open(Console console, RuleSet rules, Supplier<RunSummary> soFar) throws IOException {
        return open(console, rules, true, soFar);
    }

    private FlowSink open(Console console, RuleSet rules, boolean growing, Supplier<RunSummary> soFar)
            throws IOException {
        TextOptions on = console.fit(options);
        List<FlowSink> sinks = new ArrayList<>();
        for (Output output : outputs) {
            Path path = output.path();
            if (output.format().goesElsewhere()) {
                sinks.add(output.format().to(elsewhere.at(output, growing, limits, rules, console::problem)));
            } else if (path == null || limits == null) {
                sinks.add(output.open(console, on, growing));
            } else {
                sinks.add(new RotatingSink(
                        path, limits, out -> output.format().on(out, on.plain()), soFar, Clock.systemUTC()));
            }
        }
        return new FanOut(sinks);
    }
}

package dev.periplus.cli;

import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.api.Vocabulary;
import dev.periplus.report.FanOut;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.RotatingSink;
import dev.periplus.report.WrongFilterException;
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

    /** @param formats the command can write */
    static Arguments declare(Arguments arguments, List<OutputFormat> formats) {
        arguments
                .group("Output")
                .value("o", "output", "FORMAT[=PATH]", OutputFormat.names(formats) + "; repeatable")
                .value(null, "title", "TEXT", "name of the case, at the head of -o html and in -o json")
                .flag("v", "evidence", "in tables, print all evidence for and against each label")
                .flag(null, "all", "in tables, list every flow in full")
                .flag("V", "details", "the same as --evidence --all");
        Elsewhere.declare(arguments);
        return declareFilter(RowOrder.declare(FieldChoice.declare(arguments)), "only matching flows");
    }

    /** Declares {@code -Y}, and the zone of its times. */
    static Arguments declareFilter(Arguments arguments, String about) {
        return TimeZoneOption.declare(arguments.value(
                "Y",
                "result-filter",
                "CONDITION",
                about + ", such as 'ssh && tcp.port != 22' (periplus help fields lists the fields)"));
    }

    /**
     * @param usual format if none is given
     * @param formats the command can write
     */
    static Outputs of(Arguments arguments, OutputFormat usual, List<OutputFormat> formats)
            throws UsageException, IOException {
        RotatingSink.Limits limits = limits(arguments.all("ring-buffer"));
        List<Output> outputs = Output.parseAll(
                FieldChoice.outputs(arguments),
                usual,
                formats,
                arguments.plugins().haveFormats());
        if (limits != null && outputs.stream().allMatch(output -> output.path() == null)) {
            throw new UsageException("-b needs an output file such as -o json=flows.json");
        }
        for (Output output : outputs) {
            if (limits != null && !output.format().rotates()) {
                throw new UsageException("-b does not apply to "
                        + output.format().id() + ", which is complete only at the end of the run");
            }
        }
        TextOptions options = options(arguments);
        if (options.sorting() != null && outputs.stream().noneMatch(output -> output.format() == OutputFormat.TABLE)) {
            throw new UsageException("--sort sorts -o table, which is not written here");
        }
        if (options.limit() > 0
                && outputs.stream().noneMatch(output -> output.format().hasRows())) {
            throw new UsageException("--limit shortens -o table and views such as -o services; none is written here");
        }
        return new Outputs(outputs, options, limits, Elsewhere.of(arguments));
    }

    /** Whether any output shows facts about hosts. */
    boolean showHosts() {
        return outputs.stream().anyMatch(output -> output.format().showsHosts());
    }

    /** Whether somebody reads findings even of a run that is no review. */
    boolean showFindings() {
        return outputs.stream().anyMatch(output -> output.format() == OutputFormat.HTML);
    }

    private static TextOptions options(Arguments arguments) throws UsageException {
        return new TextOptions(
                0,
                false,
                false,
                arguments.has("evidence") || arguments.has("details"),
                arguments.has("all") || arguments.has("details"),
                TimeZoneOption.of(arguments),
                TimeZoneOption.form(arguments),
                FieldChoice.fields(arguments),
                !arguments.has("quiet"),
                RowOrder.of(arguments),
                RowOrder.limit(arguments));
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
    static ResultFilter filter(Arguments arguments, RuleSet rules) throws UsageException {
        String text = arguments.get("result-filter");
        try {
            return text == null
                    ? ResultFilter.ALL
                    : ResultFilter.parse(text, Vocabulary.of(rules, TimeZoneOption.of(arguments)));
        } catch (WrongFilterException e) {
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
        Output.requireFolder(path);
        return path;
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
    FlowSink open(Terminal terminal, RuleSet rules) throws IOException {
        return open(terminal, rules, false, () -> {
            throw new IllegalStateException("no summary for rotating files");
        });
    }

    /**
     * Opens the outputs of a run that others watch: files grow.
     *
     * @param soFar supplies the summary so far, for files that end before the run
     */
    FlowSink open(Terminal terminal, RuleSet rules, Supplier<RunSummary> soFar) throws IOException {
        return open(terminal, rules, true, soFar);
    }

    private FlowSink open(Terminal terminal, RuleSet rules, boolean growing, Supplier<RunSummary> soFar)
            throws IOException {
        TextOptions on = terminal.fit(options);
        List<FlowSink> sinks = new ArrayList<>();
        for (Output output : outputs) {
            Path path = output.path();
            if (output.format().goesElsewhere()) {
                sinks.add(output.format()
                        .to(elsewhere.at(
                                output,
                                growing,
                                limits,
                                rules,
                                sentence -> terminal.err().println("periplus: " + sentence))));
            } else if (path == null || limits == null) {
                sinks.add(output.open(terminal, on, growing));
            } else {
                sinks.add(new RotatingSink(
                        path, limits, out -> output.format().on(out, on.plain()), soFar, Clock.systemUTC()));
            }
        }
        return new FanOut(sinks);
    }
}

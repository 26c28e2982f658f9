package dev.periplus.cli;

import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.LossySource;
import dev.periplus.engine.Engine;
import dev.periplus.report.FanOut;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.peer.OtlpSender;
import dev.periplus.report.peer.PrometheusText;
import dev.periplus.report.peer.RunMetric;
import dev.periplus.report.text.LineReport;
import dev.periplus.report.text.TopScreen;
import dev.periplus.ring.PacketRing.WhenFull;
import dev.periplus.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run over a source that does not wait for the program.
 *
 * @param parsed options, declared with {@link #declare}
 * @param names of interfaces or captures
 * @param besides further sinks
 */
record LiveRun(
        Arguments parsed, Engine.Settings settings, LossySource source, List<String> names, List<FlowSink> besides) {
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_SECONDS = 1_000_000;
    private static final int ACTIVE = 120;
    private static final int OFTEN = 10;
    private static final int SELDOM = 60;

    /** How often the live view gets reports of open flows. */
    static final long VIEWED_NANOS = 2 * SECOND;

    /** @param when these options apply, as {@code "with --speed, "}, or "" */
    static Arguments declare(Arguments arguments, String when) {
        return arguments
                .group(when.isEmpty() ? "While it runs" : "Replaying at capture speed")
                .value(null, "active-timeout", "SECONDS", when + "report open flows every SECONDS (default 120)")
                .value(
                        null,
                        "stats-interval",
                        "SECONDS",
                        when + "print statistics every SECONDS (default 10 on a terminal, else 60)")
                .value(
                        "b",
                        "ring-buffer",
                        "LIMIT",
                        when + "start another output file after duration:SECONDS or filesize:KIB;"
                                + " files:N keeps N files")
                .flag(null, "top", when + "live view of flows, conflicts first (default for live on a terminal)")
                .flag(null, "no-top", when + "print lines instead of the live view")
                .value(
                        null,
                        "metrics",
                        "[HOST:]PORT",
                        when + "serve every counter to Prometheus (on loopback without HOST)")
                .value(
                        null,
                        "otlp",
                        "URL",
                        when + "send every counter to a collector of OpenTelemetry (OTLP over HTTP)")
                .value(null, "otlp-settings", "FILE", when + "properties of --otlp: interval, passwords, TLS ...");
    }

    /** Nanoseconds between two reports of an open flow. */
    static long activeNanos(Arguments parsed) throws UsageException {
        return parsed.number("active-timeout", ACTIVE, 1, MOST_SECONDS) * SECOND;
    }

    /** Checks the options of a live capture before it opens interfaces, and returns its outputs. */
    static Outputs checked(Arguments parsed, RuleSet rules, Terminal terminal) throws UsageException, IOException {
        activeNanos(parsed);
        interval(parsed, terminal);
        Outputs.filter(parsed, rules);
        String metrics = parsed.get("metrics");
        if (metrics != null) {
            Metrics.address(metrics);
        }
        collector(parsed);
        Outputs outputs = Outputs.of(parsed, OutputFormat.LINES, OutputFormat.ofFlows());
        outputs.keepAwayFrom(List.of());
        String packets = parsed.get("write");
        if (packets != null) {
            Output.requireFolder(Path.of(packets));
        }
        return outputs;
    }

    @SuppressWarnings("try") // reload, metrics, otlp and view run on their own threads
    Exit run(OutputFormat usual, Terminal terminal) throws IOException, UsageException {
        long start = System.nanoTime();
        boolean viewed = isViewed(usual, terminal);
        Outputs outputs = Outputs.of(parsed, usual, OutputFormat.ofFlows());
        long active = activeNanos(parsed);
        ResultFilter wanted = Outputs.filter(parsed, settings.rules());
        Engine.Settings live = settings.live(viewed ? Math.min(VIEWED_NANOS, active) : active, active)
                .showingHosts(outputs.showHosts());
        List<CaptureOutcome> outcomes;
        LiveCount count;
        RunSummary summary;
        try (Interrupt interrupt = new Interrupt();
                KeyLogFollower keyLogs = new KeyLogFollower(
                        parsed.all("keylog").stream().map(Path::of).toList(), terminal.err());
                Engine engine = new Engine(live.with(keyLogs.secrets()), WhenFull.DROP);
                Reload reload = new Reload(
                        engine,
                        () -> PathOptions.knowledge(parsed, settings.owners() != null)
                                .with(settings.knowledge().places()),
                        PathOptions.directory(parsed),
                        terminal.err())) {
            interrupt.stops(source);
            List<FlowSink> sinks = new ArrayList<>(besides);
            FlowSink sink = new FanOut(sinks);
            count = new LiveCount(engine, source, active, interval(parsed, terminal), terminal, wanted, sink);
            if (viewed) {
                sinks.add(new LineReport(terminal.out(), terminal.fit(outputs.options()), false));
                sinks.add(outputs.inFiles().open(terminal, settings.rules(), count::soFar));
            } else {
                sinks.add(outputs.open(terminal, settings.rules(), count::soFar));
            }
            TopScreen screen = new TopScreen(terminal.colour());
            try (Metrics metrics = metrics(() -> PrometheusText.of(count.metrics()), terminal);
                    OtlpSender otlp = otlp(outputs.elsewhere(), count::metrics, terminal);
                    TopView view = viewed ? view(screen, count, terminal) : null) {
                outcomes = engine.run(source, names::get, count);
            }
            sink.settle();
            screen.conflicts(terminal.width()).forEach(terminal.out()::println);
            summary = count.summary(outcomes, System.nanoTime() - start);
            sink.finish(summary.titled(parsed.get("title")));
            terminal.out().flush();
        }
        boolean failed = Captures.printProblems(outcomes, "periplus: ", terminal.err());
        boolean replayed = usual == OutputFormat.TABLE;
        Exit yielded = replayed && !failed ? RunYield.of(summary).exit(parsed, wanted, terminal) : Exit.DONE;
        return yielded.or(count.partial(), Exit.PARTIAL).or(failed, Exit.UNREADABLE);
    }

    /** Whether to show the live view: on a terminal, unless an output goes there. */
    private boolean isViewed(OutputFormat usual, Terminal terminal) throws UsageException {
        boolean written = FieldChoice.outputs(parsed).stream().anyMatch(output -> !output.contains("="));
        if (parsed.has("top") && (written || !terminal.interactive())) {
            throw new UsageException("--top needs a terminal, and no other output on it");
        }
        return terminal.interactive()
                && !written
                && !parsed.has("no-top")
                && (parsed.has("top") || usual == OutputFormat.LINES);
    }

    private TopView view(TopScreen screen, LiveCount count, Terminal terminal) {
        count.showOn(screen);
        return new TopView(screen, source, terminal, System.in);
    }

    private static long interval(Arguments parsed, Terminal terminal) throws UsageException {
        int usual = terminal.interactive() ? OFTEN : SELDOM;
        long interval = parsed.number("stats-interval", usual, 1, MOST_SECONDS) * SECOND;
        return parsed.has("quiet") ? Long.MAX_VALUE : interval;
    }

    /** The address that {@code --otlp} gives, or null. */
    private static @Nullable String collector(Arguments parsed) throws UsageException {
        String server = parsed.get("otlp");
        if (server == null && parsed.has("otlp-settings")) {
            throw new UsageException("--otlp-settings needs --otlp");
        }
        if (server != null && !OtlpSender.isServer(server)) {
            throw new UsageException("--otlp takes a URL such as http://localhost:4318, not '" + server
                    + "'; a password belongs into --otlp-settings FILE");
        }
        return server;
    }

    private @Nullable OtlpSender otlp(Elsewhere elsewhere, Supplier<List<RunMetric>> metrics, Terminal terminal)
            throws IOException, UsageException {
        String server = collector(parsed);
        String file = parsed.get("otlp-settings");
        return server == null
                ? null
                : new OtlpSender(
                        server,
                        file == null ? null : Path.of(file),
                        elsewhere.origin(settings.rules()),
                        metrics,
                        sentence -> terminal.err().println("periplus: " + sentence));
    }

    private @Nullable Metrics metrics(Supplier<String> text, Terminal terminal) throws IOException, UsageException {
        String where = parsed.get("metrics");
        if (where == null) {
            return null;
        }
        Metrics metrics = new Metrics(Metrics.address(where), text);
        terminal.err().println("periplus: metrics at " + metrics.url());
        return metrics;
    }
}

package dev.periplus.cli;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.LossySource;
import dev.periplus.report.FlowSink;
import dev.periplus.report.RunSummary;
import dev.periplus.ring.PacketRing.WhenFull;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run over packets that do not wait.
 *
 * @param parsed what was asked for; its options were declared with {@link #declare}
 * @param names of interfaces or captures
 */
record LiveRun(Arguments parsed, Engine.Settings settings, LossySource source, List<String> names) {
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_SECONDS = 1_000_000;
    private static final int ACTIVE = 120;
    private static final int OFTEN = 10;
    private static final int SELDOM = 60;

    /** @param when these options count, as in {@code "with --speed, "}; or nothing */
    static Arguments declare(Arguments arguments, String when) {
        return arguments
                .value(null, "active-timeout", "SECONDS", when + "report flows that go on this often (default 120)")
                .value(
                        null,
                        "stats-interval",
                        "SECONDS",
                        when + "say this often how it goes (default 10 on a terminal, else 60)")
                .value(
                        "b",
                        "ring-buffer",
                        "LIMIT",
                        when + "another output file after duration:SECONDS or filesize:KIB;" + " files:N keeps N")
                .value(
                        null,
                        "metrics",
                        "[HOST:]PORT",
                        when + "serve every counter to Prometheus; on loopback without HOST");
    }

    @SuppressWarnings("try") // the reload and the metrics work by themselves
    int run(Output.Format usual, Terminal terminal) throws IOException, UsageException {
        long start = System.nanoTime();
        Outputs outputs = Outputs.of(parsed, usual);
        Engine.Settings live = settings.live(parsed.number("active-timeout", ACTIVE, 1, MOST_SECONDS) * SECOND);
        List<CaptureOutcome> outcomes;
        LiveCount count;
        try (Interrupt interrupt = new Interrupt();
                Engine engine = new Engine(live, WhenFull.DROP);
                Reload reload = new Reload(
                        engine, () -> PathOptions.knowledge(parsed), PathOptions.directory(parsed), terminal.err())) {
            interrupt.stops(source);
            count = new LiveCount(engine, live, source, interval(terminal), terminal);
            List<FlowSink> sinks = outputs.open(terminal, count::soFar);
            count.handOnTo(sinks);
            try (Metrics metrics = metrics(count::soFar, terminal)) {
                outcomes = engine.run(source, names::get, count);
            }
            RunSummary summary = count.summary(outcomes, System.nanoTime() - start);
            sinks.forEach(sink -> sink.finish(summary));
            terminal.out().flush();
        }
        boolean failed = false;
        for (CaptureOutcome outcome : outcomes) {
            String problem = outcome.problem();
            if (problem != null) {
                failed = true;
                terminal.err().println("periplus: " + problem);
            }
        }
        return failed ? Exit.UNREADABLE : count.partial() ? Exit.PARTIAL : Exit.DONE;
    }

    private long interval(Terminal terminal) throws UsageException {
        int usual = terminal.interactive() ? OFTEN : SELDOM;
        long interval = parsed.number("stats-interval", usual, 1, MOST_SECONDS) * SECOND;
        return parsed.has("quiet") ? Long.MAX_VALUE : interval;
    }

    private @Nullable Metrics metrics(Supplier<RunSummary> soFar, Terminal terminal)
            throws IOException, UsageException {
        String where = parsed.get("metrics");
        if (where == null) {
            return null;
        }
        Metrics metrics = new Metrics(Metrics.address(where), soFar);
        terminal.err().println("periplus: metrics at " + metrics.url());
        return metrics;
    }
}

package dev.periplus.command;

import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.LossySource;
import dev.periplus.engine.Engine;
import dev.periplus.report.FanOut;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.peer.Metrics;
import dev.periplus.report.peer.OtlpSender;
import dev.periplus.report.peer.PrometheusText;
import dev.periplus.report.peer.RunMetric;
import dev.periplus.report.text.LineReport;
import dev.periplus.report.text.TopScreen;
import dev.periplus.ring.PacketRing.WhenFull;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run over a source that does not wait for the program.
 *
 * @param names of interfaces or captures
 * @param besides further sinks
 */
record LiveRun(
        Reading reading,
        Writing writing,
        Monitoring monitoring,
        Engine.Settings settings,
        LossySource source,
        List<String> names,
        List<FlowSink> besides) {
    private static final long SECOND = 1_000_000_000L;

    /** How often the live view gets reports of open flows. */
    static final long VIEWED_NANOS = 2 * SECOND;

    Ending run(OutputFormat usual, Console console) throws IOException, UsageException {
        try (Display display = isViewed(usual, console) ? display(console) : null) {
            return run(usual, console, display);
        }
    }

    /** @param display where to show the live view, or null for none */
    @SuppressWarnings("try") // reload, metrics, otlp and view run on their own threads
    private Ending run(OutputFormat usual, Console console, @Nullable Display display)
            throws IOException, UsageException {
        long start = System.nanoTime();
        boolean viewed = display != null;
        Outputs outputs = Outputs.of(writing, reading, usual, OutputFormat.ofFlows(), console);
        long active = monitoring.active().toNanos();
        ResultFilter wanted = reading.wanted(settings.rules());
        Engine.Settings live = settings.live(viewed ? Math.min(VIEWED_NANOS, active) : active, active)
                .showingHosts(outputs.showHosts());
        List<CaptureOutcome> outcomes;
        LiveCount count;
        RunSummary summary;
        try (Interrupt interrupt = new Interrupt(console);
                KeyLogFollower keyLogs = new KeyLogFollower(reading.keyLogFiles(), console);
                Engine engine = new Engine(live.with(keyLogs.secrets()), WhenFull.DROP);
                Reload reload = new Reload(
                        engine,
                        () -> reading.knowledge(settings.owners() != null)
                                .with(settings.knowledge().places()),
                        reading.rules(),
                        console)) {
            interrupt.stops(source::stop);
            List<FlowSink> sinks = new ArrayList<>(besides);
            FlowSink sink = new FanOut(sinks);
            count = new LiveCount(engine, source, active, monitoring.statisticsNanos(console), console, wanted, sink);
            if (viewed) {
                sinks.add(new LineReport(console.out(), console.fit(outputs.options()), false));
                sinks.add(outputs.inFiles().open(console, settings.rules(), count::soFar));
            } else {
                sinks.add(outputs.open(console, settings.rules(), count::soFar));
            }
            TopScreen screen = new TopScreen(console.colour());
            try (Metrics metrics = metrics(() -> PrometheusText.of(count.metrics()), console);
                    OtlpSender otlp = otlp(outputs.elsewhere(), count::metrics, console);
                    Closeable view = display == null ? null : view(screen, count, display)) {
                outcomes = engine.run(source, names::get, count);
            }
            sink.settle();
            screen.conflicts(console.width()).forEach(console.out()::println);
            summary = count.summary(outcomes, System.nanoTime() - start);
            sink.finish(summary.titled(writing.title()));
            console.out().flush();
        }
        boolean failed = console.problems(outcomes);
        boolean replayed = usual == OutputFormat.TABLE;
        Ending yielded = replayed && !failed ? RunYield.of(summary).ending(reading, wanted, console) : Ending.DONE;
        return yielded.or(count.partial(), Ending.PARTIAL).or(failed, Ending.UNREADABLE);
    }

    /** Whether to show the live view: on a screen, unless an output goes there. */
    private boolean isViewed(OutputFormat usual, Console console) throws UsageException {
        Boolean asked = monitoring.view();
        boolean written = writing.outputs().stream().anyMatch(output -> !output.contains("="));
        boolean possible = !written && console.hasDisplay();
        if (Boolean.TRUE.equals(asked) && !possible) {
            throw new UsageException("--top needs a terminal, and no other output on it");
        }
        return possible && (asked == null ? usual == OutputFormat.LINES : asked);
    }

    private @Nullable Display display(Console console) throws UsageException {
        Display display = console.openDisplay();
        if (display == null && Boolean.TRUE.equals(monitoring.view())) {
            throw new UsageException("--top needs a terminal that sends each key at once, which this one does not");
        }
        if (display == null) {
            console.problem("this terminal does not send each key at once: lines, not the live view");
        }
        return display;
    }

    private Closeable view(TopScreen screen, LiveCount count, Display display) {
        count.showOn(screen);
        return display.show(new Shown(screen, source));
    }

    /** The view as those see it who draw it. */
    private record Shown(TopScreen screen, LossySource source) implements LiveScreen {
        @Override
        public List<String> draw(int width, int height) {
            return screen.draw(width, height);
        }

        @Override
        public void key(int key) {
            screen.key(key);
        }

        @Override
        public boolean isTyping() {
            return screen.isTyping();
        }

        @Override
        public void end() {
            source.stop();
        }
    }

    private @Nullable OtlpSender otlp(Elsewhere elsewhere, Supplier<List<RunMetric>> metrics, Console console)
            throws IOException {
        String server = monitoring.collector();
        return server == null
                ? null
                : new OtlpSender(
                        server,
                        monitoring.collectorSettings(),
                        elsewhere.origin(settings.rules()),
                        metrics,
                        console::problem);
    }

    private @Nullable Metrics metrics(Supplier<String> text, Console console) throws IOException {
        InetSocketAddress where = monitoring.metrics();
        if (where == null) {
            return null;
        }
        Metrics metrics = new Metrics(where, text);
        console.problem("metrics at " + metrics.url());
        return metrics;
    }
}

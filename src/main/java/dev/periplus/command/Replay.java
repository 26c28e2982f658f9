package dev.periplus.command;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.FlowTaker;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacedCaptures;
import dev.periplus.capture.PacketSource;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RunCount;
import dev.periplus.report.ResultFilter;
import dev.periplus.review.CaseFindings;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Identifies the flows of captures. */
public final class Replay extends Operation {
    private static final int CHECKED_EVERY = 4096;

    private final Reading reading;
    private final Writing writing;
    private final Captures captures;
    private boolean each;
    private @Nullable Monitoring monitoring;
    private double speed;
    private int rounds = 1;

    /** @param writing formats of {@link Writing.Of#FLOWS} */
    public Replay(Reading reading, Writing writing, Captures captures) {
        this.reading = reading;
        this.writing = writing;
        this.captures = captures;
    }

    /**
     * Identifies the flows in packets of an add-on.
     *
     * @param packets {@code SCHEME:REST}
     */
    public static Replay ofAddOn(Reading reading, Writing writing, String packets) {
        return new Replay(reading, writing, Captures.ofAddOn(packets));
    }

    /** Whether every capture is read on its own; otherwise flows may span them. */
    public Replay each(boolean alone) {
        each = alone;
        return this;
    }

    /**
     * Replays captures as if live: what has no room in time is dropped and counted.
     *
     * @param factor of the speed of the capture; 0 for as fast as they can be read
     * @param times how often, one after another
     */
    public Replay paced(double factor, int times, Monitoring told) {
        speed = factor;
        rounds = times;
        monitoring = told;
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        Engine.Settings settings = reading.settings();
        Outputs outputs = Outputs.of(writing, reading, OutputFormat.TABLE, OutputFormat.ofFlows(), console);
        List<String> files = captures.files();
        outputs.keepAwayFrom(files);
        Monitoring told = monitoring;
        if (told != null) {
            try (PacedCaptures source = new PacedCaptures(files, settings.capture(), speed, rounds)) {
                return new LiveRun(reading, writing, told, settings, source, files, List.of())
                        .run(OutputFormat.TABLE, console);
            }
        }
        ResultFilter wanted = reading.wanted(settings.rules());
        FlowSink sink = outputs.open(console, settings.rules());
        CaseFindings findings = outputs.showFindings() && !each
                ? new CaseFindings(
                        settings.rules(), reading.rules(), captures.commonFolder(), LocalDate.now(ZoneOffset.UTC))
                : null;
        Engine.Settings shown = settings.showingHosts(outputs.showHosts());
        return replay(findings == null ? shown : shown.withFiles(), new Checked(sink, findings, console), wanted);
    }

    private Ending replay(Engine.Settings settings, Checked results, ResultFilter wanted)
            throws FilterException, UsageException, IOException {
        FlowSink sink = results.sink();
        Console console = results.console();
        CaseFindings findings = results.findings();
        long start = System.nanoTime();
        boolean interrupted;
        RunSummary summary;
        List<CaptureOutcome> outcomes = new ArrayList<>();
        RunCount count = new RunCount(wanted, results);
        try (Interrupt interrupt = new Interrupt(console);
                Engine engine = new Engine(settings)) {
            try (ProgressLine progress = new ProgressLine(console)) {
                List<String> files = captures.files();
                for (List<String> together : each ? files.stream().map(List::of).toList() : List.of(files)) {
                    if (interrupt.came()) {
                        break;
                    }
                    try (PacketSource source = source(together, settings.capture(), progress)) {
                        interrupt.stops(source::stop);
                        outcomes.addAll(engine.run(source, together::get, count));
                    }
                }
            }
            if (findings != null) {
                findings.findings().forEach(sink::finding);
            }
            sink.settle();
            summary = count.summary(
                    settings.rules().protocols().size(),
                    RunCount.read(outcomes),
                    RunCount.packets(outcomes, engine.path()),
                    engine.path().counters().plus(sink.counters()),
                    System.nanoTime() - start);
            RunSummary titled = summary.titled(writing.title());
            sink.finish(
                    findings == null
                            ? titled
                            : titled.with(settings.custody("replay", reading.words(), findings.accepted())));
            console.out().flush();
            interrupted = interrupt.came();
        }
        boolean unreadable = console.problems(outcomes);
        if (!unreadable && count.unreadable()) {
            console.problem("not one packet could be decoded");
            unreadable = true;
        }
        Ending yielded = unreadable ? Ending.UNREADABLE : RunYield.of(summary).ending(reading, wanted, console);
        return yielded.or(count.partial(), Ending.PARTIAL).or(interrupted, Ending.INTERRUPTED);
    }

    private PacketSource source(List<String> named, CaptureOptions options, ProgressLine progress)
            throws FilterException, UsageException, IOException {
        if (Plugins.isInput(named.get(0))) {
            return reading.plugins().packets(named.get(0), options);
        }
        CaptureSet set = new CaptureSet(named, options);
        progress.watch("read", set::bytesRead, set.bytesTotal());
        return set;
    }

    /** Hands on results, and looks for findings if somebody shows them; ends the run if the output is closed. */
    private record Checked(FlowSink sink, @Nullable CaseFindings findings, Console console) implements FlowTaker {
        @Override
        public void flow(FlowRecord record) {
            if (findings != null) {
                findings.flow(record);
            }
            sink.flow(record);
            if (record.number() % CHECKED_EVERY == 0 && console.out().checkError()) {
                throw new UncheckedIOException(new IOException("cannot write results"));
            }
        }

        @Override
        public void hosts(HostFacts known) {
            sink.hosts(known);
        }
    }
}

package dev.periplus.cli;

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

/** {@code periplus replay FILE…}: identifies the flows of captures. */
final class ReplayCommand extends Command {
    private static final int CHECKED_EVERY = 4096;

    ReplayCommand() {
        super("replay", "FILE...: identify the flows of captures");
    }

    @Override
    Arguments options() {
        return Captures.declare(LiveRun.declare(
                                Outputs.declare(
                                        PathOptions.declare(
                                                "periplus replay [options] FILE... (pcap or pcapng, also in gzip or zstd;"
                                                        + " folders; - for standard input)"),
                                        OutputFormat.ofFlows()),
                                "with --speed, ")
                        .value(
                                null,
                                "speed",
                                "FACTOR",
                                "replay as if live: 1 at capture speed, 10 ten times as fast, or max")
                        .value(null, "loop", "N", "with --speed, replay N times in sequence"))
                .flag(null, "each", "read every capture on its own; otherwise flows may span them")
                .flag("n", "numeric", "accepted for compatibility; names are never looked up")
                .example("periplus capture.pcap -Y 'standing == not-as-registered'")
                .example("periplus capture.pcap -o json=flows.json -o html=report.html")
                .example("tcpdump -w - | periplus -");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        String added = added(parsed);
        List<String> captures = added == null ? Captures.named(parsed) : List.of(added);
        Engine.Settings settings = PathOptions.settings(parsed);
        Outputs outputs = Outputs.of(parsed, OutputFormat.TABLE, OutputFormat.ofFlows());
        outputs.keepAwayFrom(captures);
        if (parsed.has("speed")) {
            if (added != null) {
                throw new UsageException("--speed replays captures, not " + added);
            }
            return paced(parsed, settings, captures, terminal);
        }
        for (String live : List.of(
                "loop",
                "active-timeout",
                "stats-interval",
                "ring-buffer",
                "metrics",
                "otlp",
                "otlp-settings",
                "top",
                "no-top")) {
            if (parsed.has(live)) {
                throw new UsageException("--" + live + " needs --speed");
            }
        }
        ResultFilter wanted = Outputs.filter(parsed, settings.rules());
        FlowSink sink = outputs.open(terminal, settings.rules());
        CaseFindings findings = outputs.showFindings() && !parsed.has("each")
                ? new CaseFindings(
                        settings.rules(),
                        PathOptions.directory(parsed),
                        Captures.commonFolder(captures),
                        LocalDate.now(ZoneOffset.UTC))
                : null;
        Engine.Settings shown = settings.showingHosts(outputs.showHosts());
        return replay(
                parsed,
                findings == null ? shown : shown.withFiles(),
                captures,
                new Checked(sink, findings, terminal),
                wanted);
    }

    /** The packets of an add-on that the words name in place of captures; null for captures. */
    private static @Nullable String added(Arguments parsed) throws UsageException {
        List<String> words = new ArrayList<>(parsed.all("read"));
        words.addAll(parsed.rest());
        List<String> added = words.stream().filter(Plugins::isInput).toList();
        if (!added.isEmpty() && words.size() + parsed.all("list").size() > 1) {
            throw new UsageException(added.get(0) + " comes from an add-on, and must be read alone");
        }
        return added.isEmpty() ? null : added.get(0);
    }

    private static Exit paced(Arguments parsed, Engine.Settings settings, List<String> captures, Terminal terminal)
            throws UsageException, FilterException, IOException {
        String text = String.valueOf(parsed.get("speed"));
        if (!text.matches("max|\\d{1,6}(\\.\\d{1,6})?") || text.matches("0+(\\.0+)?")) {
            throw new UsageException("--speed takes a factor such as 1 or 10, or max, not '" + text + "'");
        }
        double speed = text.equals("max") ? 0 : Double.parseDouble(text);
        int rounds = (int) parsed.number("loop", 1, 1, 1_000_000);
        try (PacedCaptures source = new PacedCaptures(captures, settings.capture(), speed, rounds)) {
            return new LiveRun(parsed, settings, source, captures, List.of()).run(OutputFormat.TABLE, terminal);
        }
    }

    private static Exit replay(
            Arguments parsed, Engine.Settings settings, List<String> captures, Checked results, ResultFilter wanted)
            throws FilterException, UsageException, IOException {
        FlowSink sink = results.sink();
        Terminal terminal = results.terminal();
        CaseFindings findings = results.findings();
        long start = System.nanoTime();
        boolean interrupted;
        RunSummary summary;
        boolean each = parsed.has("each");
        List<CaptureOutcome> outcomes = new ArrayList<>();
        RunCount count = new RunCount(wanted, results);
        try (Interrupt interrupt = new Interrupt();
                Engine engine = new Engine(settings)) {
            try (ProgressLine progress = new ProgressLine(terminal, ProgressLine.isWanted(parsed))) {
                for (List<String> together :
                        each ? captures.stream().map(List::of).toList() : List.of(captures)) {
                    if (interrupt.came()) {
                        break;
                    }
                    try (PacketSource source = source(parsed, together, settings.capture(), progress)) {
                        interrupt.stops(source);
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
            RunSummary titled = summary.titled(parsed.get("title"));
            sink.finish(
                    findings == null
                            ? titled
                            : titled.with(settings.custody("replay", parsed.words(), findings.accepted())));
            terminal.out().flush();
            interrupted = interrupt.came();
        }
        boolean unreadable = Captures.printProblems(outcomes, "periplus: ", terminal.err());
        if (!unreadable && count.unreadable()) {
            terminal.err().println("periplus: not one packet could be decoded");
            unreadable = true;
        }
        Exit yielded = unreadable ? Exit.UNREADABLE : RunYield.of(summary).exit(parsed, wanted, terminal);
        return yielded.or(count.partial(), Exit.PARTIAL).or(interrupted, Exit.INTERRUPTED);
    }

    private static PacketSource source(
            Arguments parsed, List<String> named, CaptureOptions options, ProgressLine progress)
            throws FilterException, UsageException, IOException {
        if (Plugins.isInput(named.get(0))) {
            return parsed.plugins().packets(named.get(0), options);
        }
        CaptureSet captures = new CaptureSet(named, options);
        progress.watch("read", captures::bytesRead, captures.bytesTotal());
        return captures;
    }

    /** Hands on results, and looks for findings if somebody shows them; ends the run if the output is closed. */
    private record Checked(FlowSink sink, @Nullable CaseFindings findings, Terminal terminal) implements FlowTaker {
        @Override
        public void flow(FlowRecord record) {
            if (findings != null) {
                findings.flow(record);
            }
            sink.flow(record);
            if (record.number() % CHECKED_EVERY == 0 && terminal.out().checkError()) {
                throw new UncheckedIOException(new IOException("cannot write results"));
            }
        }

        @Override
        public void hosts(HostFacts known) {
            sink.hosts(known);
        }
    }
}

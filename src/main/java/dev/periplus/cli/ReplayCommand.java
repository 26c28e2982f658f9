package dev.periplus.cli;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.classify.FlowRecord;
import dev.periplus.report.FlowSink;
import dev.periplus.rule.InvalidRulesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** {@code periplus replay FILE…}: what is each flow of these captures. */
final class ReplayCommand implements Command {
    private static final int CHECKED_EVERY = 4096;

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String summary() {
        return "FILE...: what is each flow in these captures";
    }

    @Override
    public int run(List<String> arguments, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        Arguments parsed = PathOptions.declare(
                        "periplus replay [options] FILE... (pcap or pcapng, also in gzip or zstd;"
                                + " folders; - for standard input)")
                .value("r", "read", "FILE", "a capture; may be given several times")
                .value(null, "list", "FILE", "read the captures whose paths are in FILE, one a line")
                .flag(null, "each", "treat every capture on its own; else flows may span them")
                .value("o", "output", "FORMAT[=PATH]", "table, json or csv; may be given several times")
                .flag(null, "evidence", "print all evidence for and against each label")
                .flag(null, "all", "print every flow, in full")
                .flag("n", "numeric", "no names for addresses and ports: always so")
                .flag("q", "quiet", "no progress line")
                .parse(arguments);
        if (parsed.has("help")) {
            parsed.help(terminal.out());
            return Exit.DONE;
        }
        List<String> captures = Captures.named(parsed);
        Engine.Settings settings = PathOptions.settings(parsed);
        List<Output> outputs = Output.parseAll(parsed.all("output"));
        for (Output output : outputs) {
            output.keepsAwayFrom(captures);
        }
        List<FlowSink> sinks = new ArrayList<>();
        for (Output output : outputs) {
            sinks.add(output.open(terminal, parsed.has("evidence"), parsed.has("all")));
        }
        boolean progress = "1".equals(System.getenv("PERIPLUS_PROGRESS")) && !parsed.has("quiet");
        return replay(settings, captures, parsed.has("each"), sinks, new Progress(terminal, progress), terminal);
    }

    private static int replay(
            Engine.Settings settings,
            List<String> captures,
            boolean each,
            List<FlowSink> sinks,
            Progress progress,
            Terminal terminal)
            throws FilterException {
        long start = System.nanoTime();
        List<CaptureOutcome> outcomes = new ArrayList<>();
        RunCount count = new RunCount(record -> take(record, sinks, terminal));
        try (Interrupt interrupt = new Interrupt();
                Engine engine = new Engine(settings)) {
            try (progress) {
                for (List<String> together :
                        each ? captures.stream().map(List::of).toList() : List.of(captures)) {
                    outcomes.addAll(engine.run(
                            together,
                            set -> {
                                progress.watch(set);
                                interrupt.stops(set);
                            },
                            count));
                }
            }
            var summary = count.summary(engine, settings, outcomes, System.nanoTime() - start);
            sinks.forEach(sink -> sink.finish(summary));
            terminal.out().flush();
        }
        return status(outcomes, count, terminal);
    }

    /** Where nobody reads the results any more, the run ends. */
    private static void take(FlowRecord record, List<FlowSink> sinks, Terminal terminal) {
        sinks.forEach(sink -> sink.flow(record));
        if (record.number() % CHECKED_EVERY == 0 && terminal.out().checkError()) {
            throw new UncheckedIOException(new IOException("results can no longer be written"));
        }
    }

    private static int status(List<CaptureOutcome> outcomes, RunCount count, Terminal terminal) {
        boolean unreadable = false;
        for (CaptureOutcome outcome : outcomes) {
            String problem = outcome.problem();
            if (problem != null) {
                unreadable = true;
                terminal.err().println("periplus: " + outcome.path() + ": " + problem);
            }
        }
        if (unreadable) {
            return Exit.UNREADABLE;
        }
        if (outcomes.stream().allMatch(outcome -> outcome.packets() == 0)) {
            terminal.err().println("periplus: 0 packets were read");
        }
        return count.partial() ? Exit.PARTIAL : Exit.DONE;
    }
}

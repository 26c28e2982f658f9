package dev.periplus.cli;

import dev.periplus.capture.FilterException;
import dev.periplus.report.FlowSink;
import dev.periplus.report.RunSummary;
import dev.periplus.rule.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code periplus review CASE}: a folder of captures, the conflicts first. */
final class ReviewCommand implements Command {
    @Override
    public String name() {
        return "review";
    }

    @Override
    public String summary() {
        return "FOLDER: a case of many captures, the conflicts first";
    }

    @Override
    public int run(List<String> arguments, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        Arguments parsed = Outputs.declare(PathOptions.declare("periplus review [options] FOLDER"))
                .flag(null, "fresh", "read everything again")
                .flag("q", "quiet", "no progress line")
                .parse(arguments);
        if (parsed.has("help")) {
            parsed.help(terminal.out());
            return Exit.DONE;
        }
        if (parsed.rest().size() != 1
                || !Files.isDirectory(Path.of(parsed.rest().get(0)))) {
            throw new UsageException("review takes one folder of captures");
        }
        Path folder = Path.of(parsed.rest().get(0));
        List<String> captures = Captures.named(parsed.rest(), List.of());
        Outputs outputs = Outputs.of(parsed, Output.Format.TABLE);
        outputs.keepAwayFrom(captures);
        Engine.Settings settings = PathOptions.settings(parsed);
        long start = System.nanoTime();
        try (Interrupt interrupt = new Interrupt()) {
            CaseReading reading = new CaseReading(folder, settings, interrupt, terminal);
            if (parsed.has("fresh")) {
                reading.forget();
            }
            reading.read(captures);
            List<FlowSink> sinks = outputs.open(terminal);
            RunCount count = new RunCount(Outputs.filter(parsed), record -> sinks.forEach(sink -> sink.flow(record)));
            reading.settle(count);
            RunSummary summary = count.summary(
                    settings.rules().protocols().size(),
                    reading.captures(),
                    reading.counters(),
                    Map.of(),
                    System.nanoTime() - start);
            sinks.forEach(sink -> sink.finish(summary));
            terminal.out().flush();
            boolean unreadable = reading.printProblems();
            return interrupt.came()
                    ? Interrupt.STATUS
                    : unreadable ? Exit.UNREADABLE : count.partial() ? Exit.PARTIAL : Exit.DONE;
        }
    }
}

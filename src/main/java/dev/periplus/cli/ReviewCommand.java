package dev.periplus.cli;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Severity;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RunCount;
import dev.periplus.review.CaseFindings;
import dev.periplus.review.CaseReading;
import dev.periplus.review.StateFolder;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.sockets.Owners;
import dev.periplus.sockets.Snapshot;
import dev.periplus.sockets.SocketFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code periplus review CASE}: reviews a folder of captures. */
final class ReviewCommand extends Command {
    ReviewCommand() {
        super("review", "FOLDER: review a case of many captures, findings first");
    }

    @Override
    Arguments options() {
        return Outputs.declare(PathOptions.declare("periplus review [options] FOLDER"), List.of(OutputFormat.values()))
                .flag(null, "fresh", "read everything again")
                .value(
                        null,
                        "state",
                        "FOLDER",
                        "where to keep results between reviews (default: ~/.local/state/periplus)")
                .value(null, "fail-on", "LEVEL", "exit with 1 for a finding of this severity or above")
                .flag("q", "quiet", "do not show progress");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.rest().size() != 1
                || !Files.isDirectory(Path.of(parsed.rest().get(0)))) {
            throw new UsageException("review takes one folder of captures");
        }
        Path folder = Path.of(parsed.rest().get(0));
        List<String> captures = Captures.named(parsed.rest(), List.of());
        Outputs outputs = Outputs.of(parsed, OutputFormat.FINDINGS, List.of(OutputFormat.values()));
        Severity failOn = failOn(parsed);
        outputs.keepAwayFrom(captures);
        List<Snapshot> sockets = parsed.has("sockets")
                ? List.of()
                : SocketFolder.read(folder, FolderFiles.of(folder).files());
        Engine.Settings settings = settings(parsed, sockets);
        long start = System.nanoTime();
        String named = parsed.get("state");
        try (Interrupt interrupt = new Interrupt();
                StateFolder state = StateFolder.of(
                        folder,
                        StateFolder.own(System.getenv()),
                        named == null ? null : Path.of(named),
                        new TerminalWatcher(terminal, interrupt, ProgressLine.isWanted(parsed)))) {
            CaseReading reading = new CaseReading(
                    state, settings, new TerminalWatcher(terminal, interrupt, ProgressLine.isWanted(parsed)));
            if (parsed.has("fresh")) {
                reading.forget();
            }
            CaseFindings found = new CaseFindings(
                    settings.rules(), PathOptions.directory(parsed), folder, LocalDate.now(ZoneOffset.UTC));
            FlowSink sink = outputs.open(terminal);
            RunCount count = new RunCount(Outputs.filter(parsed), record -> {
                found.flow(record);
                sink.flow(record);
            });
            reading.noteSockets(sockets);
            reading.run(captures, count);
            List<Finding> findings = found.findings();
            findings.forEach(sink::finding);
            RunSummary summary = count.summary(
                    settings.rules().protocols().size(),
                    reading.captures(),
                    reading.counters(),
                    Counters.of(Counter.FLOWS_NOT_FOLLOWED.count(found.notFollowed())),
                    System.nanoTime() - start);
            sink.finish(summary.with(settings.custody(name(), parsed.words(), found.accepted())));
            terminal.out().flush();
            reading.note(found);
            boolean unreadable = reading.printProblems();
            boolean grave = failOn != null
                    && findings.stream().anyMatch(finding -> finding.severity().compareTo(failOn) >= 0);
            return Exit.DONE
                    .or(count.partial(), Exit.PARTIAL)
                    .or(grave, Exit.FINDING)
                    .or(unreadable, Exit.UNREADABLE)
                    .or(interrupt.came(), Exit.INTERRUPTED);
        }
    }

    /** Settings with the processes of saved socket lists: the named lists, else the lists in the case. */
    private static Engine.Settings settings(Arguments parsed, List<Snapshot> sockets)
            throws UsageException, InvalidRulesException, IOException {
        Engine.Settings settings = PathOptions.settings(parsed, parsed.has("sockets") || !sockets.isEmpty());
        return sockets.isEmpty() ? settings : settings.with(Owners.saved(sockets));
    }

    private static @Nullable Severity failOn(Arguments parsed) throws UsageException {
        String word = parsed.get("fail-on");
        Severity severity = word == null ? null : Severity.of(word);
        if (word != null && severity == null) {
            throw new UsageException("--fail-on takes info, low, medium, high or critical, not '" + word + "'");
        }
        return severity;
    }
}

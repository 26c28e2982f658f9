package dev.periplus.cli;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.FlowTaker;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Severity;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RunCount;
import dev.periplus.report.ResultFilter;
import dev.periplus.review.CaseFindings;
import dev.periplus.review.CaseReading;
import dev.periplus.review.HostNaming;
import dev.periplus.review.Indicators;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code periplus review CASE}: reviews a folder of captures. */
final class ReviewCommand extends Command {
    ReviewCommand() {
        super("review", "FOLDER|FILE...: review a case of many captures, findings first");
    }

    @Override
    Arguments options() {
        return indicators(Outputs.declare(
                                Captures.declare(PathOptions.declare("periplus review [options] FOLDER|FILE...")),
                                OutputFormat.named())
                        .group("Review"))
                .flag(null, "fresh", "read everything again")
                .value(
                        null,
                        "state",
                        "FOLDER",
                        "where to keep results between reviews (default: ~/.local/state/periplus)")
                .value(null, "fail-on", "LEVEL", "exit with 1 for a finding of this severity or above");
    }

    /** Declares the option that names lists of indicators. */
    static Arguments indicators(Arguments arguments) {
        return arguments.value(
                null,
                "indicators",
                "FILE",
                "addresses, networks, names, JA3, JA4, SHA-256: text, CSV, STIX 2.1 or MISP; may be given several times");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        List<String> captures = Captures.named(parsed);
        Captures.canBeReadAgain(captures, "review");
        List<String> named = parsed.rest();
        Path folder = named.size() == 1 && Files.isDirectory(Path.of(named.get(0)))
                ? Path.of(named.get(0))
                : Captures.commonFolder(captures);
        Outputs outputs = Outputs.of(parsed, OutputFormat.FINDINGS, OutputFormat.named());
        Severity failOn = failOn(parsed);
        outputs.keepAwayFrom(captures);
        List<Snapshot> sockets = parsed.has("sockets") ? List.of() : sockets(named);
        Engine.Settings settings = settings(parsed, sockets);
        long start = System.nanoTime();
        String chosen = parsed.get("state");
        try (Interrupt interrupt = new Interrupt();
                StateFolder state = StateFolder.of(
                        folder,
                        StateFolder.own(System.getenv()),
                        chosen == null ? null : Path.of(chosen),
                        new TerminalWatcher(terminal, interrupt, parsed))) {
            CaseReading reading = new CaseReading(state, settings, new TerminalWatcher(terminal, interrupt, parsed));
            if (parsed.has("fresh")) {
                reading.forget();
            }
            CaseFindings found = new CaseFindings(
                    settings.rules(), PathOptions.directory(parsed), folder, LocalDate.now(ZoneOffset.UTC));
            Indicators indicators = Indicators.of(parsed.all("indicators"));
            ResultFilter wanted = Outputs.filter(parsed, settings.rules());
            FlowSink sink = outputs.open(terminal, settings.rules());
            HostFacts[] hosts = {HostFacts.NONE};
            RunCount count = new RunCount(wanted, new FlowTaker() {
                @Override
                public void flow(FlowRecord record) {
                    found.flow(record);
                    indicators.flow(record);
                    sink.flow(record);
                }

                @Override
                public void hosts(HostFacts known) {
                    hosts[0] = known;
                    sink.hosts(known);
                }
            });
            reading.noteSockets(sockets);
            reading.run(captures, count);
            List<Finding> findings = found.findings(indicators).stream()
                    .map(finding -> HostNaming.named(finding, hosts[0]))
                    .toList();
            findings.forEach(sink::finding);
            sink.settle();
            RunSummary summary = count.summary(
                    settings.rules().protocols().size(),
                    reading.captures(),
                    reading.counters(),
                    Counters.of(Counter.FLOWS_NOT_FOLLOWED.count(found.notFollowed() + indicators.left()))
                            .plus(sink.counters()),
                    System.nanoTime() - start);
            sink.finish(summary.titled(parsed.get("title"))
                    .with(settings.custody(name(), parsed.words(), found.accepted())));
            terminal.out().flush();
            reading.note(found);
            boolean unreadable = reading.printProblems();
            boolean grave = failOn != null
                    && findings.stream().anyMatch(finding -> finding.severity().compareTo(failOn) >= 0);
            Exit yielded = unreadable ? Exit.UNREADABLE : RunYield.of(summary).exit(parsed, wanted, terminal);
            return yielded.or(count.partial(), Exit.PARTIAL)
                    .or(grave, Exit.FINDING)
                    .or(unreadable, Exit.UNREADABLE)
                    .or(interrupt.came(), Exit.INTERRUPTED);
        }
    }

    /** Reads the socket lists in the folders of a case. */
    private static List<Snapshot> sockets(List<String> operands) throws IOException {
        List<Snapshot> sockets = new ArrayList<>();
        for (String operand : operands) {
            Path folder = Path.of(operand);
            if (Files.isDirectory(folder)) {
                sockets.addAll(SocketFolder.read(folder, FolderFiles.of(folder).files()));
            }
        }
        return sockets;
    }

    /** Settings with the processes of saved socket lists: the named lists, else the lists in the case. */
    private static Engine.Settings settings(Arguments parsed, List<Snapshot> sockets)
            throws UsageException, InvalidRulesException, IOException {
        Engine.Settings settings = PathOptions.settings(parsed, parsed.has("sockets") || !sockets.isEmpty());
        return (sockets.isEmpty() ? settings : settings.with(Owners.saved(sockets))).withFiles();
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

package dev.periplus.command;

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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reviews many captures as one case: what to look at, most severe first. Results of captures are kept between reviews, so that
 * the next one reads what is new.
 */
public final class Review extends Operation {
    private final Reading reading;
    private final Writing writing;
    private final Captures captures;
    private List<String> words;
    private List<String> lists = List.of();
    private Consumer<CaseFinding> taker = finding -> {};
    private @Nullable Path kept;
    private @Nullable Severity warned;
    private boolean fresh;

    /** @param writing formats of {@link Writing.Of#REVIEWS} */
    public Review(Reading reading, Writing writing, Captures captures) {
        this.reading = reading;
        this.writing = writing;
        this.captures = captures;
        words = reading.words();
    }

    /** How the user would ask for this review, if not as {@link Reading#askedAs} says. */
    Review askedAs(List<String> asked) {
        words = asked;
        return this;
    }

    /** Takes each finding too, most severe first, once all captures are read; on the thread of the review. */
    public Review findings(Consumer<CaseFinding> each) {
        taker = each;
        return this;
    }

    /** Lists of indicators: addresses, networks, names, JA3, JA4, SHA-256 as text, CSV, STIX 2.1 or MISP. */
    public Review indicators(List<String> files) {
        lists = List.copyOf(files);
        return this;
    }

    /** Where results are kept between reviews; null for the user's folder of states. */
    public Review state(@Nullable Path folder) {
        kept = folder;
        return this;
    }

    /** Whether to read everything again. */
    public Review fresh(boolean again) {
        fresh = again;
        return this;
    }

    /**
     * Makes a finding of this severity or above the ending {@link Ending#FINDING}.
     *
     * @param severity {@code info}, {@code low}, {@code medium}, {@code high} or {@code critical}
     * @throws UsageException if it is none of these
     */
    public Review warnedFrom(String severity) throws UsageException {
        warned = Severity.of(severity);
        if (warned == null) {
            throw new UsageException("--fail-on takes info, low, medium, high or critical, not '" + severity + "'");
        }
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        captures.canBeReadAgain("review");
        List<String> named = captures.named();
        Path folder = named.size() == 1 && Files.isDirectory(Path.of(named.get(0)))
                ? Path.of(named.get(0))
                : captures.commonFolder();
        Outputs outputs = Outputs.of(writing, reading, OutputFormat.FINDINGS, OutputFormat.named(), console);
        outputs.keepAwayFrom(captures.files());
        List<Snapshot> sockets = reading.hasSockets() ? List.of() : sockets(named);
        Engine.Settings settings = settings(sockets);
        long start = System.nanoTime();
        try (Interrupt interrupt = new Interrupt(console);
                StateFolder state = StateFolder.of(
                        folder, StateFolder.own(System.getenv()), kept, new ConsoleWatcher(console, interrupt, true))) {
            CaseReading read = new CaseReading(state, settings, new ConsoleWatcher(console, interrupt, true));
            if (fresh) {
                read.forget();
            }
            CaseFindings found =
                    new CaseFindings(settings.rules(), reading.rules(), folder, LocalDate.now(ZoneOffset.UTC));
            Indicators indicators = Indicators.of(lists);
            ResultFilter wanted = reading.wanted(settings.rules());
            FlowSink sink = outputs.open(console, settings.rules());
            Taking taking = new Taking(found, indicators, sink);
            RunCount count = new RunCount(wanted, taking);
            read.noteSockets(sockets);
            read.run(captures.files(), count);
            List<Finding> findings = found.findings(indicators).stream()
                    .map(finding -> HostNaming.named(finding, taking.hosts))
                    .toList();
            findings.forEach(sink::finding);
            sink.settle();
            RunSummary summary = count.summary(
                    settings.rules().protocols().size(),
                    read.captures(),
                    read.counters(),
                    Counters.of(Counter.FLOWS_NOT_FOLLOWED.count(found.notFollowed() + indicators.left()))
                            .plus(sink.counters()),
                    System.nanoTime() - start);
            sink.finish(summary.titled(writing.title()).with(settings.custody("review", words, found.accepted())));
            console.out().flush();
            findings.forEach(finding -> taker.accept(CaseFinding.of(finding)));
            read.note(found);
            boolean unreadable = read.printProblems();
            Ending yielded =
                    unreadable ? Ending.UNREADABLE : RunYield.of(summary).ending(reading, wanted, console);
            return yielded.or(count.partial(), Ending.PARTIAL)
                    .or(isGrave(findings), Ending.FINDING)
                    .or(unreadable, Ending.UNREADABLE)
                    .or(interrupt.came(), Ending.INTERRUPTED);
        }
    }

    private boolean isGrave(List<Finding> findings) {
        Severity least = warned;
        return least != null
                && findings.stream().anyMatch(finding -> finding.severity().compareTo(least) >= 0);
    }

    /** Hands records to what finds and what writes. */
    private static final class Taking implements FlowTaker {
        private final CaseFindings found;
        private final Indicators indicators;
        private final FlowSink sink;
        private HostFacts hosts = HostFacts.NONE;

        Taking(CaseFindings found, Indicators indicators, FlowSink sink) {
            this.found = found;
            this.indicators = indicators;
            this.sink = sink;
        }

        @Override
        public void flow(FlowRecord record) {
            found.flow(record);
            indicators.flow(record);
            sink.flow(record);
        }

        @Override
        public void hosts(HostFacts known) {
            hosts = known;
            sink.hosts(known);
        }
    }

    /** Reads the socket lists in the folders of a case. */
    private static List<Snapshot> sockets(List<String> named) throws IOException {
        List<Snapshot> sockets = new ArrayList<>();
        for (String one : named) {
            Path folder = Path.of(one);
            if (Files.isDirectory(folder)) {
                sockets.addAll(SocketFolder.read(folder, FolderFiles.of(folder).files()));
            }
        }
        return sockets;
    }

    /** Settings with the processes of saved socket lists: the named lists, else the lists in the case. */
    private Engine.Settings settings(List<Snapshot> sockets) throws UsageException, InvalidRulesException, IOException {
        Engine.Settings settings = reading.settings(reading.hasSockets() || !sockets.isEmpty());
        return (sockets.isEmpty() ? settings : settings.with(Owners.saved(sockets))).withFiles();
    }
}

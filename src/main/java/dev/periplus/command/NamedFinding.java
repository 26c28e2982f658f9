package dev.periplus.command;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RecordTaker;
import dev.periplus.report.FindingIds;
import dev.periplus.review.CaseFindings;
import dev.periplus.review.CaseReading;
import dev.periplus.review.Indicators;
import dev.periplus.review.StateFolder;
import dev.periplus.review.Watcher;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A finding that a user names by its id, found by a review of the captures.
 *
 * @param finding null if a capture could not be read, so that it may be there
 * @param flows that it rests on, as far as they can be told by its clients, services and label; at most {@link #MOST}
 * @param unreadable whether a capture could not be read to its end; the user was told
 */
record NamedFinding(@Nullable Finding finding, List<FlowRecord> flows, boolean unreadable) {
    private static final int MOST = 10_000;

    static boolean isId(String text) {
        return text.matches(FindingIds.FORM);
    }

    /** @throws UsageException if the review has no such finding */
    static NamedFinding find(
            String id,
            List<String> lists,
            Reading options,
            Engine.Settings settings,
            List<String> captures,
            Console console)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        Path folder = Captures.commonFolder(captures);
        Indicators indicators = Indicators.of(lists);
        CaseFindings found = findings(options, settings, folder);
        try (Interrupt interrupt = new Interrupt(console);
                Scratch kept = Scratch.create();
                StateFolder state = StateFolder.of(
                        folder,
                        StateFolder.own(System.getenv()),
                        kept.path(),
                        new ConsoleWatcher(console, interrupt, false))) {
            Watcher watcher = new ConsoleWatcher(console, interrupt, false);
            List<CaptureRead> read = read(state, settings, captures, watcher, record -> {
                found.flow(record);
                indicators.flow(record);
            });
            boolean unreadable = watcher.noteProblems(read);
            Finding finding = found.findings(indicators).stream()
                    .filter(one -> FindingIds.of(one).equals(id))
                    .findFirst()
                    .orElse(null);
            List<FlowRecord> flows = new ArrayList<>();
            if (finding == null && !unreadable) {
                throw new UsageException("no finding " + id + " in " + String.join(", ", captures)
                        + "; review lists findings with their ids");
            }
            if (finding != null) {
                read(state, settings, captures, watcher, record -> {
                    if (flows.size() < MOST && isPart(record, finding)) {
                        flows.add(record);
                    }
                });
            }
            return new NamedFinding(finding, flows, unreadable);
        }
    }

    /** Whether these captures by themselves give a finding of the same rule about the same. */
    static boolean isYielded(
            Finding wanted, List<String> lists, Reading options, Engine.Settings settings, List<String> captures)
            throws IOException, FilterException, InvalidRulesException {
        Indicators indicators = Indicators.of(lists);
        CaseFindings found = findings(options, settings, Captures.commonFolder(captures));
        try (Engine engine = new Engine(settings)) {
            engine.run(captures, record -> {
                found.flow(record);
                indicators.flow(record);
            });
        }
        return found.findings(indicators).stream()
                .anyMatch(one -> one.id().equals(wanted.id())
                        && one.where().equals(wanted.where())
                        && Objects.equals(one.label(), wanted.label()));
    }

    /** Returns those of the captures in which the flows begin: others may hold the same packets, as another sensor saw them. */
    List<String> captures(List<String> all) {
        Set<String> own = flows.stream().map(FlowRecord::capture).collect(Collectors.toSet());
        return all.stream().filter(own::contains).toList();
    }

    private static CaseFindings findings(Reading options, Engine.Settings settings, Path folder)
            throws InvalidRulesException {
        return new CaseFindings(settings.rules(), options.rules(), folder, LocalDate.now(ZoneOffset.UTC));
    }

    private static List<CaptureRead> read(
            StateFolder state, Engine.Settings settings, List<String> captures, Watcher watcher, RecordTaker taker)
            throws IOException, FilterException {
        CaseReading reading = new CaseReading(state, settings, watcher);
        reading.run(captures, taker);
        return reading.captures();
    }

    private static boolean isPart(FlowRecord record, Finding finding) {
        Endpoint server = record.flow().endpoint(record.flow().serverSide());
        Address client = record.flow().host(record.flow().clientSide());
        boolean named = finding.clientAddresses().size() >= finding.clients();
        String label = finding.label();
        return (finding.services().isEmpty() || finding.services().contains(server))
                && (!named || finding.clientAddresses().contains(client))
                && (label == null
                        || label.equals(record.verdict().label())
                        || record.protocols().contains(label));
    }
}

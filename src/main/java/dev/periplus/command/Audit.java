package dev.periplus.command;

import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RunCount;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.peer.PeerAudit;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Tells where another tool's log of flows and the captures disagree. */
public final class Audit extends Operation {
    /** Whose logs are read. */
    public enum Tool {
        /** {@code conn.log}, tab-separated or JSON, also in gzip. */
        ZEEK,
        /** {@code eve.json}, also in gzip. */
        SURICATA
    }

    private final Reading reading;
    private final Captures captures;
    private final Tool tool;
    private final List<Path> logs;
    private boolean json;
    private boolean warned;

    /** @param logs of the tool, which saw the same packets */
    public Audit(Reading reading, Captures captures, Tool tool, List<Path> logs) {
        this.reading = reading;
        this.captures = captures;
        this.tool = tool;
        this.logs = List.copyOf(logs);
    }

    /** Whether each disagreement is a JSON object. */
    public Audit json(boolean objects) {
        json = objects;
        return this;
    }

    /** Whether a disagreement makes the ending {@link Ending#FINDING}. */
    public Audit warned(boolean ofDisagreements) {
        warned = ofDisagreements;
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        Engine.Settings settings = reading.settings().showingHosts(false);
        ResultFilter wanted = reading.wanted(settings.rules());
        PeerAudit audit =
                tool == Tool.ZEEK ? PeerAudit.zeek(json, console.out()) : PeerAudit.suricata(json, console.out());
        for (Path log : logs) {
            audit.read(log);
        }
        RunCount count = new RunCount(wanted, audit);
        try (Engine engine = new Engine(settings);
                CaptureSet set = new CaptureSet(captures.files(), settings.capture())) {
            List<CaptureOutcome> outcomes = engine.run(set, captures.files()::get, count);
            RunSummary summary = count.summary(
                    settings.rules().protocols().size(),
                    RunCount.read(outcomes),
                    RunCount.packets(outcomes, engine.path()),
                    engine.path().counters(),
                    0);
            if (reading.condition() == null) {
                audit.end();
            }
            if (!console.isQuiet()) {
                audit.summary().forEach(json ? console.err()::println : console.out()::println);
            }
            Ending ending = console.problems(outcomes)
                    ? Ending.UNREADABLE
                    : RunYield.of(summary).ending(reading, wanted, console);
            return ending.or(count.partial() || audit.isPartial(), Ending.PARTIAL)
                    .or(warned && audit.disagreements() > 0, Ending.FINDING);
        }
    }
}

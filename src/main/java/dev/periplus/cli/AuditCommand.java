package dev.periplus.cli;

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

/** {@code periplus audit --zeek conn.log FILE…}: where another tool's log and the captures disagree. */
final class AuditCommand extends Command {
    AuditCommand() {
        super("audit", "--zeek LOG|--suricata LOG FILE...: where another tool's log and the captures disagree");
    }

    @Override
    Arguments options() {
        Arguments arguments = Captures.declare(
                        PathOptions.declare("periplus audit [options] --zeek CONN.LOG|--suricata EVE.JSON FILE..."))
                .group("Audit")
                .value(null, "zeek", "FILE", "Zeek's conn.log, tab-separated or JSON, also in gzip; repeatable")
                .value(null, "suricata", "FILE", "Suricata's eve.json, also in gzip; repeatable")
                .flag(null, "json", "print a JSON object for each disagreement")
                .flag(null, "exit-code", "exit with 1 if there is a disagreement")
                .example("periplus audit --zeek conn.log capture.pcap");
        return Outputs.declareFilter(arguments, "only matching flows");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.has("zeek") == parsed.has("suricata")) {
            throw new UsageException("audit needs a log of one tool: --zeek CONN.LOG or --suricata EVE.JSON");
        }
        List<String> captures = Captures.named(parsed);
        Engine.Settings settings = PathOptions.settings(parsed).showingHosts(false);
        ResultFilter wanted = Outputs.filter(parsed, settings.rules());
        boolean zeek = parsed.has("zeek");
        PeerAudit audit = zeek
                ? PeerAudit.zeek(parsed.has("json"), terminal.out())
                : PeerAudit.suricata(parsed.has("json"), terminal.out());
        for (String log : parsed.all(zeek ? "zeek" : "suricata")) {
            audit.read(Path.of(log));
        }
        RunCount count = new RunCount(wanted, audit);
        try (Engine engine = new Engine(settings);
                CaptureSet set = new CaptureSet(captures, settings.capture())) {
            List<CaptureOutcome> outcomes = engine.run(set, captures::get, count);
            RunSummary summary = count.summary(
                    settings.rules().protocols().size(),
                    RunCount.read(outcomes),
                    RunCount.packets(outcomes, engine.path()),
                    engine.path().counters(),
                    0);
            if (!parsed.has("result-filter")) {
                audit.end();
            }
            if (!parsed.has("quiet")) {
                audit.summary().forEach(parsed.has("json") ? terminal.err()::println : terminal.out()::println);
            }
            boolean unreadable = Captures.printProblems(outcomes, "periplus: ", terminal.err());
            Exit exit = unreadable ? Exit.UNREADABLE : RunYield.of(summary).exit(parsed, wanted, terminal);
            return exit.or(count.partial() || audit.isPartial(), Exit.PARTIAL)
                    .or(parsed.has("exit-code") && audit.disagreements() > 0, Exit.FINDING);
        }
    }
}

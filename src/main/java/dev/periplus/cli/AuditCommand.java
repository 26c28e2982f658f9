package dev.periplus.cli;

import dev.periplus.command.Audit;
import dev.periplus.command.Captures;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.nio.file.Path;

/** {@code periplus audit --zeek conn.log FILE…}: where another tool's log and the captures disagree. */
final class AuditCommand extends Command {
    AuditCommand() {
        super("audit", "--zeek LOG|--suricata LOG FILE...: where another tool's log and the captures disagree");
    }

    @Override
    Arguments options() {
        Arguments arguments = CaptureOptions.declare(
                        PathOptions.declare("periplus audit [options] --zeek CONN.LOG|--suricata EVE.JSON FILE..."))
                .group("Audit")
                .value(null, "zeek", "FILE", "Zeek's conn.log, tab-separated or JSON, also in gzip; repeatable")
                .value(null, "suricata", "FILE", "Suricata's eve.json, also in gzip; repeatable")
                .flag(null, "json", "print a JSON object for each disagreement")
                .flag(null, "exit-code", "exit with 1 if there is a disagreement")
                .example("periplus audit --zeek conn.log capture.pcap");
        return OutputOptions.declareFilter(arguments, "only matching flows");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        if (parsed.has("zeek") == parsed.has("suricata")) {
            throw new UsageException("audit needs a log of one tool: --zeek CONN.LOG or --suricata EVE.JSON");
        }
        Captures captures = CaptureOptions.of(parsed);
        boolean zeek = parsed.has("zeek");
        return Exit.of(new Audit(
                        PathOptions.reading(parsed),
                        captures,
                        zeek ? Audit.Tool.ZEEK : Audit.Tool.SURICATA,
                        parsed.all(zeek ? "zeek" : "suricata").stream()
                                .map(Path::of)
                                .toList())
                .json(parsed.has("json"))
                .warned(parsed.has("exit-code"))
                .run(console(parsed, terminal)));
    }
}

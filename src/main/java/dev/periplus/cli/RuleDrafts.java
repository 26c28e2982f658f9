package dev.periplus.cli;

import dev.periplus.command.DraftRules;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.nio.file.Path;

/** {@code periplus rules new FILE…}: groups unidentified flows and drafts a rule for each group. */
final class RuleDrafts extends Command {
    RuleDrafts() {
        super("new", "FILE...: draft rules for unidentified flows");
    }

    @Override
    Arguments options() {
        return CaptureOptions.declare(PathOptions.declare("periplus rules new [-w DIR] FILE..."))
                .value(null, "port", "N", "only flows with this port on either side")
                .value(null, "transport", "NAME", "only flows over tcp, udp or sctp")
                .value(null, "least", "N", "least flows of a group (default 2)")
                .value(null, "most", "N", "most groups shown, largest first (default 20)")
                .value("w", "write", "DIR", "write the drafts to DIR/draft-N.yaml instead of printing them");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        int port = (int) parsed.number("port", -1, 0, 65_535);
        String transport = parsed.get("transport");
        int least = (int) parsed.number("least", 2, 1, DraftRules.MOST_FLOWS);
        int most = (int) parsed.number("most", 20, 1, 512);
        String folder = parsed.get("write");
        DraftRules drafting = new DraftRules(PathOptions.reading(parsed), CaptureOptions.of(parsed))
                .port(port)
                .groups(least, most)
                .to(folder == null ? null : Path.of(folder));
        if (transport != null) {
            drafting.transport(transport);
        }
        return Exit.of(drafting.run(console(parsed, terminal)));
    }
}

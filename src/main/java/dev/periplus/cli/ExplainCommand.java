package dev.periplus.cli;

import dev.periplus.command.Captures;
import dev.periplus.command.Explain;
import dev.periplus.command.Reading;
import dev.periplus.command.UsageException;
import java.io.IOException;

/** {@code periplus explain PORT|HOST [FILE…]} and {@code periplus explain --flow N FILE…}. */
final class ExplainCommand extends Command {
    ExplainCommand() {
        super("explain", "who claims a port, whose machine a host is, or why a flow has its label");
    }

    @Override
    Arguments options() {
        return CaptureOptions.declare(PathOptions.declare(
                        "periplus explain PORT[/udp]|SERVICE|HOST [FILE...] | --flow N [--why-not ID] FILE..."))
                .withoutTrailingFilter()
                .group("Flows")
                .value(null, "flow", "N|UID", "the evidence for and against the label of flow N")
                .value(null, "why-not", "ID", "whether label ID was looked for, and what failed")
                .example("periplus explain 3248/udp")
                .example("periplus explain ssh capture.pcap")
                .example("periplus explain 10.0.0.9 capture.pcap")
                .example("periplus explain --flow 1 capture.pcap");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        return Exit.of(explain(parsed, PathOptions.reading(parsed)).run(console(parsed, terminal)));
    }

    private static Explain explain(Arguments parsed, Reading reading) throws UsageException, IOException {
        String flow = parsed.get("flow");
        if (flow != null) {
            return Explain.flow(reading, CaptureOptions.of(parsed), flow, parsed.get("why-not"));
        }
        if (parsed.has("why-not")) {
            throw new UsageException("--why-not needs --flow N");
        }
        if (parsed.rest().isEmpty()) {
            throw new UsageException("explain needs a port such as 3248/udp, or --flow N and a capture");
        }
        Captures captures = CaptureOptions.areNamedAfterFirst(parsed) ? CaptureOptions.afterFirst(parsed) : null;
        return Explain.portOrHost(reading, parsed.rest().get(0), captures);
    }
}

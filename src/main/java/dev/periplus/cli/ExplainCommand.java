package dev.periplus.cli;

import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.registry.PortSpec;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code periplus explain PORT [FILE…]} and {@code periplus explain --flow N FILE…}. */
final class ExplainCommand extends Command {
    private static final int MOST_PORTS = 4096;

    ExplainCommand() {
        super("explain", "who claims a port, or why a flow has its label");
    }

    @Override
    Arguments options() {
        return PathOptions.declare("periplus explain PORT[/udp] [FILE...] | --flow N [--why-not ID] FILE...")
                .value("r", "read", "FILE", "capture to read; repeatable")
                .value(null, "list", "FILE", "read the captures listed in FILE, one path per line")
                .value(null, "flow", "N|UID", "the evidence for and against the label of flow N")
                .value(null, "why-not", "ID", "whether label ID was looked for, and what failed")
                .flag("q", "quiet", "do not show progress; explain shows none");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.has("flow")) {
            CalibrationCounts measured = RuleFolder.read(PathOptions.directory(parsed), CalibrationCounts::load);
            return new FlowExplanation(PathOptions.settings(parsed), measured, Captures.named(parsed), terminal)
                    .explain(String.valueOf(parsed.get("flow")), parsed.get("why-not"));
        }
        if (parsed.has("why-not")) {
            throw new UsageException("--why-not needs --flow N");
        }
        return explainPort(parsed, terminal);
    }

    private static Exit explainPort(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.rest().isEmpty()) {
            throw new UsageException("explain needs a port such as 3248/udp, or --flow N and a capture");
        }
        PortSpec spec;
        try {
            spec = PortSpec.parse(parsed.rest().get(0));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        if (spec.range().size() > MOST_PORTS) {
            throw new UsageException("at most " + MOST_PORTS + " ports at once");
        }
        Engine.Settings settings = PathOptions.settings(parsed);
        PortExplanation explanation = new PortExplanation(
                settings.rules(),
                settings.knowledge().registry(),
                settings.knowledge().knownUsers(),
                terminal);
        explanation.claims(spec);
        List<String> words =
                new ArrayList<>(parsed.rest().subList(1, parsed.rest().size()));
        words.addAll(parsed.all("read"));
        if (words.isEmpty() && parsed.all("list").isEmpty()) {
            explanation.whoListens(spec);
            return Exit.DONE;
        }
        return explanation.shown(spec, settings, Captures.named(words, parsed.all("list")));
    }
}

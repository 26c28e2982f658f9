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
        return Captures.declare(PathOptions.declare(
                        "periplus explain PORT[/udp]|SERVICE [FILE...] | --flow N [--why-not ID] FILE..."))
                .group("Flows")
                .value(null, "flow", "N|UID", "the evidence for and against the label of flow N")
                .value(null, "why-not", "ID", "whether label ID was looked for, and what failed")
                .example("periplus explain 3248/udp")
                .example("periplus explain ssh capture.pcap")
                .example("periplus explain --flow 1 capture.pcap");
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
        Engine.Settings settings = PathOptions.settings(parsed);
        List<PortSpec> specs =
                new NamedPorts(settings.knowledge()).of(parsed.rest().get(0));
        if (specs.stream().mapToInt(spec -> spec.range().size()).sum() > MOST_PORTS) {
            throw new UsageException("at most " + MOST_PORTS + " ports at once");
        }
        PortExplanation explanation = new PortExplanation(
                settings.rules(),
                settings.knowledge().registry(),
                settings.knowledge().knownUsers(),
                terminal);
        List<String> words =
                new ArrayList<>(parsed.rest().subList(1, parsed.rest().size()));
        words.addAll(parsed.all("read"));
        boolean alone = words.isEmpty() && parsed.all("list").isEmpty();
        List<String> captures = alone ? List.of() : Captures.named(words, parsed.all("list"));
        Exit exit = Exit.DONE;
        for (PortSpec spec : specs) {
            if (!spec.equals(specs.get(0))) {
                terminal.out().println();
            }
            explanation.claims(spec);
            if (alone) {
                explanation.whoListens(spec);
            } else {
                Exit shown = explanation.shown(spec, settings, captures);
                exit = exit.or(true, shown);
            }
        }
        return exit;
    }
}

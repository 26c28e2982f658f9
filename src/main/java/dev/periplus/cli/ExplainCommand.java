package dev.periplus.cli;

import dev.periplus.address.Address;
import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.registry.PortSpec;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code periplus explain PORT|HOST [FILE…]} and {@code periplus explain --flow N FILE…}. */
final class ExplainCommand extends Command {
    private static final int MOST_PORTS = 4096;

    ExplainCommand() {
        super("explain", "who claims a port, whose machine a host is, or why a flow has its label");
    }

    @Override
    Arguments options() {
        return Captures.declare(PathOptions.declare(
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
        String asked = parsed.rest().get(0);
        List<String> words =
                new ArrayList<>(parsed.rest().subList(1, parsed.rest().size()));
        words.addAll(parsed.all("read"));
        boolean alone = words.isEmpty() && parsed.all("list").isEmpty();
        List<String> captures = alone ? List.of() : Captures.named(words, parsed.all("list"));
        List<PortSpec> specs;
        try {
            specs = Address.parse(asked) == null ? new NamedPorts(settings.knowledge()).of(asked) : List.of();
        } catch (UsageException e) {
            Exit host = alone ? null : explainHost(asked, parsed, settings, captures, terminal);
            if (host == null) {
                throw e;
            }
            return host;
        }
        if (specs.isEmpty()) {
            if (alone) {
                throw new UsageException("explain " + asked + " needs captures that know the host");
            }
            Exit host = explainHost(asked, parsed, settings, captures, terminal);
            return host == null ? Exit.DONE : host;
        }
        if (specs.stream().mapToInt(spec -> spec.range().size()).sum() > MOST_PORTS) {
            throw new UsageException("at most " + MOST_PORTS + " ports at once");
        }
        PortExplanation explanation = new PortExplanation(
                settings.rules(),
                settings.knowledge().registry(),
                settings.knowledge().knownUsers(),
                terminal);
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

    private static @Nullable Exit explainHost(
            String host, Arguments parsed, Engine.Settings settings, List<String> captures, Terminal terminal)
            throws FilterException, InvalidRulesException {
        return new HostExplanation(settings, PathOptions.directory(parsed), terminal).explain(host, captures);
    }
}

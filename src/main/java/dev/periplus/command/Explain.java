package dev.periplus.command;

import dev.periplus.address.Address;
import dev.periplus.answer.FlowRecord;
import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.explain.FlowExplanation;
import dev.periplus.explain.HostExplanation;
import dev.periplus.explain.PortExplanation;
import dev.periplus.explain.PortServers;
import dev.periplus.registry.PortSpec;
import dev.periplus.review.CaseFindings;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains who claims a port, what is known of a host, or why a flow has its label and no other. */
public abstract class Explain extends Operation {
    private static final int MOST_PORTS = 4096;

    private final Reading reading;

    private Explain(Reading reading) {
        this.reading = reading;
    }

    /**
     * Explains the label of a flow.
     *
     * @param which number or uid of the flow
     * @param whyNot a label to tell why the flow does not have it, or null
     */
    public static Explain flow(Reading reading, Captures captures, String which, @Nullable String whyNot) {
        return new OfFlow(reading, captures, which, whyNot);
    }

    /**
     * Explains ports or a host.
     *
     * @param what ports such as {@code 3248/udp}, a service or protocol, or an address or name of a host
     * @param captures that may show them; null for none, and then only ports can be explained
     */
    public static Explain portOrHost(Reading reading, String what, @Nullable Captures captures) {
        return new OfPortOrHost(reading, what, captures);
    }

    private static final class OfFlow extends Explain {
        private final Captures captures;
        private final String which;
        private final @Nullable String whyNot;

        OfFlow(Reading reading, Captures captures, String which, @Nullable String whyNot) {
            super(reading);
            this.captures = captures;
            this.which = which;
            this.whyNot = whyNot;
        }

        @Override
        Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
            Reading reading = super.reading;
            CalibrationCounts measured = RuleFolder.read(reading.rules(), CalibrationCounts::load);
            Engine.Settings settings = reading.settings();
            Protocol other = whyNot == null ? null : protocol(settings.rules(), whyNot);
            NamedFlow found = NamedFlow.find(which, settings, captures.files(), console);
            FlowRecord record = found.record();
            if (record == null) {
                return Ending.UNREADABLE;
            }
            new FlowExplanation(settings, measured, captures.files(), console.wrapped(), console.text())
                    .print(record, other);
            return Ending.DONE.or(found.unreadable(), Ending.UNREADABLE);
        }

        /** Returns what the rules know of a label. */
        private static Protocol protocol(RuleSet rules, String id) throws UsageException {
            Protocol named = rules.protocol(id);
            if (named != null) {
                return named;
            }
            boolean application = rules.services().all().stream()
                    .anyMatch(service -> service.id().equals(id));
            throw new UsageException(
                    application
                            ? "'" + id + "' is an application, and --why-not takes a label"
                            : "unknown label '" + id + "'; periplus rules list lists them");
        }
    }

    private static final class OfPortOrHost extends Explain {
        private final String asked;
        private final @Nullable Captures captures;

        OfPortOrHost(Reading reading, String asked, @Nullable Captures captures) {
            super(reading);
            this.asked = asked;
            this.captures = captures;
        }

        @Override
        Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
            Engine.Settings settings = super.reading.settings();
            List<PortSpec> specs;
            try {
                specs = Address.parse(asked) == null ? new NamedPorts(settings.knowledge()).of(asked) : List.of();
            } catch (UsageException e) {
                Ending host = captures == null ? null : host(settings, captures, console);
                if (host == null) {
                    throw e;
                }
                return host;
            }
            if (specs.isEmpty()) {
                if (captures == null) {
                    throw new UsageException("explain " + asked + " needs captures that know the host");
                }
                Ending host = host(settings, captures, console);
                return host == null ? Ending.DONE : host;
            }
            if (specs.stream().mapToInt(spec -> spec.range().size()).sum() > MOST_PORTS) {
                throw new UsageException("at most " + MOST_PORTS + " ports at once");
            }
            return ports(specs, settings, console);
        }

        private Ending ports(List<PortSpec> specs, Engine.Settings settings, Console console) throws FilterException {
            PortExplanation explanation = new PortExplanation(settings.knowledge(), console.wrapped());
            Ending ending = Ending.DONE;
            for (PortSpec spec : specs) {
                if (!spec.equals(specs.get(0))) {
                    console.out().println();
                }
                explanation.claims(spec);
                if (captures == null) {
                    explanation.whoListens(spec);
                } else {
                    ending = ending.or(true, shown(spec, explanation, settings, captures.files(), console));
                }
            }
            return ending;
        }

        private static Ending shown(
                PortSpec spec,
                PortExplanation explanation,
                Engine.Settings settings,
                List<String> captures,
                Console console)
                throws FilterException {
            PortServers servers = new PortServers();
            List<CaptureOutcome> outcomes;
            try (Engine engine = new Engine(settings)) {
                outcomes = engine.run(captures, record -> servers.add(record, spec));
            }
            boolean empty = outcomes.stream().allMatch(outcome -> outcome.packets() == 0);
            explanation.shown(spec, servers, captures.size(), empty);
            return Ending.DONE
                    .or(empty, Ending.NOTHING)
                    .or(Console.problems(outcomes, "  ", console.out()), Ending.UNREADABLE);
        }

        /** Returns null if the captures know no such host and it is no address. */
        private @Nullable Ending host(Engine.Settings settings, Captures known, Console console)
                throws FilterException, InvalidRulesException {
            HostExplanation explanation = new HostExplanation(new CaseFindings(
                    settings.rules(), super.reading.rules(), known.commonFolder(), LocalDate.now(ZoneOffset.UTC)));
            boolean unreadable;
            try (Engine engine = new Engine(settings)) {
                unreadable = console.problems(engine.run(known.files(), explanation));
            }
            return explanation.print(asked, console.wrapped()) ? Ending.DONE.or(unreadable, Ending.UNREADABLE) : null;
        }
    }
}

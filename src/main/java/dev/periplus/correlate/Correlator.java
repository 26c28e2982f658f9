package dev.periplus.correlate;

import dev.periplus.classify.Announcement;
import dev.periplus.classify.Evidence;
import dev.periplus.classify.Findings;
import dev.periplus.classify.FindingsStore;
import dev.periplus.classify.FlowRecord;
import dev.periplus.classify.HostNames;
import dev.periplus.classify.Incomplete;
import dev.periplus.classify.Layer;
import dev.periplus.classify.Layers;
import dev.periplus.classify.Standing;
import dev.periplus.classify.Verdict;
import dev.periplus.classify.Verdicts;
import dev.periplus.classify.Weighing;
import dev.periplus.flow.Flow;
import dev.periplus.registry.Claims;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRegistry;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.sockets.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Has the last word on every flow.
 *
 * <p>How it works. Flows come from the shards once they are over, and are taken in the order of their ends, which does not
 * depend on how many shards there are. Each is first named by what was announced of it, and what it shows of its hosts is
 * remembered; then each {@link Correlation} may keep it until other flows have shown enough, or the input ends. What none
 * keeps is settled: its evidence is weighed once, its verdict is held against what its port is registered for, and the
 * record is handed on.
 */
public final class Correlator {
    /** Many flows may end at once: no more are taken at a time, unless too many wait, so that the shards need not. */
    private static final int AT_ONCE = 64;

    private static final int MOST_OVER = 1 << 14;
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final int PROTOCOLS = 256;
    private static final int PORTS = 0x10000;

    private final AtomicReference<@Nullable Known> next = new AtomicReference<>();
    private Known known;
    private final CorrelateSettings settings;

    private final PriorityQueue<Flow> over = new PriorityQueue<>(Order.BY_END);
    private long number;
    private @Nullable Input input;

    /** What verdicts are made with. */
    private static final class Known {
        private final RuleSet rules;
        private final PortRegistry registry;
        private final KnownUsers users;
        private final Verdicts verdicts;
        private final Layers layers;
        private final HostNames names;
        private final Processes processes;

        /** By IP protocol number and port, made when first needed. */
        private final @Nullable Claims[][] claimed = new Claims[PROTOCOLS][];

        private final Map<String, List<String>> services = new HashMap<>();

        Known(RuleSet rules, PortRegistry registry, KnownUsers users, Processes processes) {
            this.rules = rules;
            this.registry = registry;
            this.users = users;
            this.processes = processes;
            Weighing weighing = new Weighing(rules);
            verdicts = new Verdicts(weighing);
            layers = new Layers(rules, weighing);
            names = new HostNames(rules.services());
        }

        private Claims claims(Flow flow) {
            int port = flow.port(flow.serverSide());
            @Nullable Claims[] byPort = claimed[flow.protocol()];
            if (byPort == null) {
                byPort = new Claims[PORTS];
                claimed[flow.protocol()] = byPort;
            }
            Claims here = byPort[port];
            if (here == null) {
                here = Claims.of(registry, users, flow.protocol(), port);
                byPort[port] = here;
            }
            return here;
        }

        private Standing standing(Claims claims, List<String> protocols) {
            if (claims.registered() == null) {
                return Standing.UNREGISTERED;
            }
            if (protocols.isEmpty()) {
                return Standing.REGISTERED_ONLY;
            }
            for (String protocol : protocols) {
                if (claims.registeredAs(services(protocol))) {
                    return Standing.AS_REGISTERED;
                }
            }
            return Standing.NOT_AS_REGISTERED;
        }

        /** The IANA service names that mean a label. */
        private List<String> services(String label) {
            List<String> known = services.get(label);
            if (known == null) {
                Protocol protocol = rules.protocol(label);
                known = new ArrayList<>(protocol == null ? List.of() : protocol.registered());
                known.add(label);
                services.put(label, known);
            }
            return known;
        }
    }

    public Correlator(
            RuleSet rules,
            PortRegistry registry,
            KnownUsers knownUsers,
            Processes processes,
            CorrelateSettings settings) {
        known = new Known(rules, registry, knownUsers, processes);
        this.settings = settings;
    }

    /** From the next flows on, this is known; any thread. */
    public void use(RuleSet rules, PortRegistry registry, KnownUsers knownUsers, Processes processes) {
        next.set(new Known(rules, registry, knownUsers, processes));
    }

    /** What is known of the flows of one input. */
    private static final class Input {
        private final IntFunction<String> captureName;
        private final Consumer<FlowRecord> out;
        private final Traffic traffic;
        private final Announced announced;
        private final Scans scans = new Scans();
        private final List<Correlation> correlations;

        private long settled = NEVER;

        /** Flows that are settled at the end, null before it. */
        private @Nullable List<Flow> last;

        Input(RuleSet rules, CorrelateSettings settings, IntFunction<String> captureName, Consumer<FlowRecord> out) {
            this.captureName = captureName;
            this.out = out;
            traffic = new Traffic(rules);
            announced = new Announced(traffic);
            correlations = List.of(new Framehawk(traffic, settings), new Hdx(traffic), scans);
        }
    }

    /**
     * Begins with flows that belong together.
     *
     * @param captureName path of a capture by its index
     * @param out takes the records: those of flows that end long before the input in the order of their ends, then the
     *     others in the order of their first packets
     */
    public void begin(IntFunction<String> captureName, Consumer<FlowRecord> out) {
        over.clear();
        input = new Input(known.rules, settings, captureName, out);
    }

    /** Flows that are over, and what flows have announced of others so far. */
    public void over(List<Flow> flows, List<Announcement> announced) {
        announced.forEach(input().announced::hear);
        over.addAll(flows);
    }

    /** All flows that were {@link Flow#overAt over} before this time have come. Some of them are taken now, all in time. */
    public void upTo(long clock) {
        Known better = next.getAndSet(null);
        known = better == null ? known : better;
        settleThoseThatWait(clock);
        int taken = 0;
        for (Flow first = over.peek(); first != null && first.overAt() < clock; first = over.peek()) {
            if (taken++ == AT_ONCE && over.size() <= MOST_OVER) {
                return;
            }
            over.remove();
            take(first);
        }
    }

    private void settleThoseThatWait(long clock) {
        Input of = input();
        if (of.settled == NEVER) {
            of.settled = clock;
        } else if (clock - of.settled >= settings.patienceNanos()) {
            of.settled = clock;
            of.correlations.forEach(correlation -> correlation.settle(this::settle));
        }
    }

    /** All flows have come. */
    public void end() {
        Input ending = input();
        List<Flow> last = new ArrayList<>();
        ending.last = last;
        List<Flow> rest = new ArrayList<>(over);
        over.clear();
        rest.sort(Order.BY_FIRST_PACKET);
        rest.forEach(this::take);
        ending.correlations.forEach(correlation -> correlation.settle(last::add));
        last.sort(Order.BY_FIRST_PACKET);
        for (Flow flow : last) {
            ending.out.accept(record(ending, flow));
        }
        input = null;
    }

    private Input input() {
        if (input == null) {
            throw new IllegalStateException("no input was begun");
        }
        return input;
    }

    private void take(Flow flow) {
        Input of = input();
        of.announced.name(flow);
        of.traffic.hear(flow);
        for (Correlation correlation : of.correlations) {
            if (correlation.take(flow, this::settle)) {
                return;
            }
        }
        settle(flow);
    }

    private void settle(Flow flow) {
        Input of = input();
        if (of.last == null) {
            of.out.accept(record(of, flow));
        } else {
            of.last.add(flow);
        }
    }

    private FlowRecord record(Input of, Flow flow) {
        Findings findings = FindingsStore.of(flow);
        List<Evidence> evidence = Incomplete.weighed(flow, of.traffic.evidence(flow, findings));
        Known by = known;
        Verdict verdict = by.verdicts.settle(flow, findings, evidence);
        List<Layer> inside = by.verdicts.inside(flow, findings);
        List<String> protocols = by.layers.protocols(verdict, inside, findings.metadata());
        List<Owner> owners = by.processes.of(flow);
        List<Evidence> against = by.processes.against(owners, verdict.label(), protocols);
        if (!against.isEmpty()) {
            List<Evidence> all = new ArrayList<>(evidence);
            all.addAll(against);
            evidence = List.copyOf(all);
            verdict = by.verdicts.settle(flow, findings, evidence);
            protocols = by.layers.protocols(verdict, inside, findings.metadata());
        }
        Claims claims = by.claims(flow);
        return new FlowRecord(
                of.captureName.apply(flow.capture()),
                ++number,
                flow,
                findings,
                verdict,
                inside,
                protocols,
                verdict.label() == null ? null : by.names.serviceOf(findings.metadata()),
                Incomplete.of(flow, findings),
                evidence,
                claims.registered(),
                claims.knownUsers(),
                by.standing(claims, protocols),
                of.scans.targetsOf(flow),
                owners);
    }
}

package dev.periplus.correlate;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Has the last word on every flow.
 *
 * <p>How it works. The flows of all shards are put in the order of their first packets, which no longer depends on how
 * many shards there were. Each {@link Correlation} looks at all of them and adds evidence to some. Then every flow's
 * evidence is weighed once, its verdict is held against what its port is registered for, and the record is handed on.
 */
public final class Correlator {
    private static final int PROTOCOLS = 256;
    private static final int PORTS = 0x10000;

    private final RuleSet rules;
    private final PortRegistry registry;
    private final KnownUsers knownUsers;
    private final Weighing weighing;
    private final Verdicts verdicts;
    private final Layers layers;
    private final HostNames names;
    private final List<Correlation> correlations;

    /** By IP protocol number and port, made when first needed. */
    private final @Nullable Claims[][] claimed = new Claims[PROTOCOLS][];

    private final Map<String, List<String>> services = new HashMap<>();
    private long number;

    public Correlator(RuleSet rules, PortRegistry registry, KnownUsers knownUsers, CorrelateSettings settings) {
        this.rules = rules;
        this.registry = registry;
        this.knownUsers = knownUsers;
        weighing = new Weighing(rules);
        verdicts = new Verdicts(weighing);
        layers = new Layers(rules, weighing);
        names = new HostNames(rules.services());
        correlations = List.of(new Framehawk(rules, settings), new Hdx(), new Announced());
    }

    /**
     * Settles a set of flows that belong together.
     *
     * @param flows in any order; sorted in place
     * @param captureName path of a capture by its index
     * @param out takes the records in the order of first packets
     */
    public void correlate(List<Flow> flows, IntFunction<String> captureName, Consumer<FlowRecord> out) {
        flows.sort(Correlator::byFirstPacket);
        Traffic traffic = new Traffic(flows);
        for (Correlation correlation : correlations) {
            correlation.correlate(traffic);
        }
        Scans scans = new Scans(flows);
        for (Flow flow : flows) {
            out.accept(record(flow, traffic, captureName.apply(flow.capture()), scans.targetsOf(flow)));
        }
    }

    private static int byFirstPacket(Flow a, Flow b) {
        int order = Long.compare(a.start(), b.start());
        order = order == 0 ? Integer.compare(a.capture(), b.capture()) : order;
        order = order == 0 ? Long.compare(a.firstPacket(), b.firstPacket()) : order;
        return order == 0 ? Integer.compareUnsigned(a.tunnelKinds(), b.tunnelKinds()) : order;
    }

    private FlowRecord record(Flow flow, Traffic traffic, String capture, int scanTargets) {
        Findings findings = FindingsStore.of(flow);
        List<Evidence> evidence = Incomplete.weighed(flow, traffic.evidence(flow, findings));
        Verdict verdict = verdicts.settle(flow, findings, evidence);
        List<Layer> inside = verdicts.inside(flow, findings);
        List<String> protocols = layers.protocols(verdict, inside, findings.metadata());
        Claims claims = claims(flow);
        return new FlowRecord(
                capture,
                ++number,
                flow,
                findings,
                verdict,
                inside,
                protocols,
                verdict.label() == null ? null : names.serviceOf(findings.metadata()),
                Incomplete.of(flow, findings),
                evidence,
                claims.registered(),
                claims.knownUsers(),
                standing(claims, protocols),
                scanTargets);
    }

    private Claims claims(Flow flow) {
        int port = flow.port(flow.serverSide());
        @Nullable Claims[] byPort = claimed[flow.protocol()];
        if (byPort == null) {
            byPort = new Claims[PORTS];
            claimed[flow.protocol()] = byPort;
        }
        Claims known = byPort[port];
        if (known == null) {
            known = Claims.of(registry, knownUsers, flow.protocol(), port);
            byPort[port] = known;
        }
        return known;
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

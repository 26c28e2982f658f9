package dev.periplus.correlate;

import dev.periplus.classify.Evidence;
import dev.periplus.classify.Findings;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Has the last word on every flow.
 *
 * <p>How it works. The flows of all shards are put in the order of their first packets, which no longer depends on how
 * many shards there were. Each {@link Correlation} looks at all of them and adds evidence to some. Then every flow's
 * evidence is weighed once, its verdict is held against what its port is registered for, and the record is handed on.
 */
public final class Correlator {
    private static final Comparator<Flow> BY_FIRST_PACKET = Comparator.comparingLong(Flow::start)
            .thenComparingInt(Flow::capture)
            .thenComparingLong(Flow::firstPacket)
            .thenComparing(Flow::tunnelKinds, Integer::compareUnsigned);

    private final RuleSet rules;
    private final PortRegistry registry;
    private final KnownUsers knownUsers;
    private final Weighing weighing;
    private final Verdicts verdicts;
    private final Layers layers;
    private final HostNames names;
    private final List<Correlation> correlations;
    private final Map<Integer, Claims> claimed = new HashMap<>();
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
        flows.sort(BY_FIRST_PACKET);
        Traffic traffic = new Traffic(flows, weighing);
        for (Correlation correlation : correlations) {
            correlation.correlate(traffic);
        }
        Scans scans = new Scans(flows);
        for (Flow flow : flows) {
            out.accept(record(flow, traffic, captureName.apply(flow.capture()), scans.targetsOf(flow)));
        }
    }

    private FlowRecord record(Flow flow, Traffic traffic, String capture, int scanTargets) {
        Findings findings = Traffic.findings(flow);
        List<Evidence> evidence = Incomplete.weighed(flow, traffic.evidence(flow));
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
        return claimed.computeIfAbsent(
                flow.protocol() << 16 | port, key -> Claims.of(registry, knownUsers, flow.protocol(), port));
    }

    private Standing standing(Claims claims, List<String> protocols) {
        if (claims.registered() == null) {
            return Standing.UNREGISTERED;
        }
        if (protocols.isEmpty()) {
            return Standing.REGISTERED_ONLY;
        }
        boolean agrees = protocols.stream().anyMatch(protocol -> claims.registeredAs(services(protocol)));
        return agrees ? Standing.AS_REGISTERED : Standing.NOT_AS_REGISTERED;
    }

    /** The IANA service names that mean a label. */
    private List<String> services(String label) {
        Protocol protocol = rules.protocol(label);
        List<String> services = new ArrayList<>(protocol == null ? List.of() : protocol.registered());
        services.add(label);
        return services;
    }
}

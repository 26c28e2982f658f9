package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.classify.InspectionResult;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of flows, of some server ports or of all. What flows prove about a port belongs to one of
 * {@value #PARTS} parts, each with its own bound, so that records do not depend on how parts are divided among threads
 * and machines. For use by one thread.
 */
final class Settler {
    static final int PARTS = 256;

    private final RuleSet rules;
    private final IntFunction<String> captureName;
    private final @Nullable ProvenEndpoints[] parts = new ProvenEndpoints[PARTS];
    private Settling settling;

    /**
     * @param rules that tell which labels refine others
     * @param captureName path of a capture by its index
     */
    Settler(Settling settling, RuleSet rules, IntFunction<String> captureName) {
        this.settling = settling;
        this.rules = rules;
        this.captureName = captureName;
    }

    /** The part that a flow's server port belongs to; the same on every machine. */
    static int part(Flow flow) {
        int server = flow.serverSide();
        long host = Address.mix(flow.high(server)) + flow.low(server);
        return (int) Address.mix(Address.mix(host) + (flow.port(server) << Byte.SIZE) + flow.protocol()) & PARTS - 1;
    }

    void use(Settling better) {
        settling = better;
    }

    /** Makes the record of a flow, after all flows of the same part that come before it. */
    void settle(DueRecord due) {
        InspectionResult result = due.result();
        List<Evidence> evidence = with(result.evidence(), due.added);
        FlowRecord record = record(due, result, evidence);
        ProvenEndpoints endpoints = part(due.part);
        Evidence ofEndpoint = endpoints.of(record, result);
        if (ofEndpoint != null) {
            record = record(due, result, with(evidence, List.of(ofEndpoint)));
        }
        endpoints.observe(record);
        due.record(record);
    }

    private static List<Evidence> with(List<Evidence> evidence, List<Evidence> more) {
        if (more.isEmpty()) {
            return evidence;
        }
        List<Evidence> all = new ArrayList<>(evidence);
        all.addAll(more);
        return List.copyOf(all);
    }

    private FlowRecord record(DueRecord due, InspectionResult result, List<Evidence> evidence) {
        return settling.record(captureName, due.number, due.flow, result, evidence, due.scanTargets);
    }

    private ProvenEndpoints part(int number) {
        ProvenEndpoints part = parts[number];
        if (part == null) {
            part = new ProvenEndpoints(rules, PARTS);
            parts[number] = part;
        }
        return part;
    }
}

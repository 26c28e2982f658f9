package dev.periplus.review;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The flows whose client asked a port for another protocol than the one that answered. */
final class Probes {
    private static final int MOST = Memory.scaled(10_000);

    private final Quota clients = new Quota(Memory.scaled(100_000));
    private final Map<Endpoint, Probed> ports = new LinkedHashMap<>();
    private long left;

    /** The probes of one port, and the labels that clients asked for. */
    private record Probed(LabelUse use, Set<String> asked) {}

    /** Takes a flow whose client {@link FlowRecord#asked asked} for something. */
    void add(FlowRecord record) {
        Endpoint port = record.flow().server();
        Probed probed = ports.get(port);
        if (probed == null && ports.size() >= MOST) {
            left++;
            return;
        }
        if (probed == null) {
            probed = new Probed(new LabelUse(record, clients), new TreeSet<>());
            ports.put(port, probed);
        }
        probed.use.add(record);
        probed.asked.addAll(record.asked());
    }

    /** Hands on a finding for each port that was probed. */
    void findings(FindingRules rules, Consumer<Finding> taker) {
        FindingRule rule = rules.rule(FindingRule.When.PROBED);
        if (rule != null) {
            ports.forEach((port, probed) -> taker.accept(new FindingDraft(rule, null)
                    .add(port, probed.use, List.of(probed.use.times()))
                    .names(String.join(
                            ", ", probed.asked.stream().map(rules::name).toList()))
                    .finding("")));
        }
    }

    /** Flows of ports that are not followed. */
    long left() {
        return left;
    }
}

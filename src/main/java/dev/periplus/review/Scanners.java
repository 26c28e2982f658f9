package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The hosts that probed many ports without an answer. */
final class Scanners {
    private static final int MOST = Memory.scaled(10_000);

    private final Quota clients = new Quota(MOST);
    private final Map<Address, Scanner> scanners = new LinkedHashMap<>();
    private long left;

    private static final class Scanner {
        private final LabelUse probes;
        private int targets;

        Scanner(LabelUse probes) {
            this.probes = probes;
        }
    }

    /** Takes a flow with {@link FlowRecord#scanTargets}. */
    void add(FlowRecord record) {
        Address client = record.flow().host(record.flow().clientSide());
        Scanner scanner = scanners.get(client);
        if (scanner == null && scanners.size() == MOST) {
            left++;
            return;
        }
        if (scanner == null) {
            scanner = new Scanner(new LabelUse(record, clients));
            scanners.put(client, scanner);
        }
        scanner.probes.add(record);
        scanner.targets = Math.max(scanner.targets, record.scanTargets());
    }

    /** Hands on a finding for each scanner. */
    void findings(FindingRules rules, Consumer<Finding> taker) {
        FindingRule rule = rules.rule(FindingRule.When.SCAN);
        if (rule != null) {
            scanners.forEach((client, scanner) -> taker.accept(finding(rule, client, scanner)));
        }
    }

    private static Finding finding(FindingRule rule, Address client, Scanner scanner) {
        LabelUse probes = scanner.probes;
        String fact = Amounts.count(probes.volume.flows, "unanswered flow") + " to " + scanner.targets
                + " ports or hosts, " + probes.times();
        return new Finding(
                rule.id(),
                rule.severity(),
                rule.techniques(),
                rule.title().replace("{client}", client.toString()),
                client.toString(),
                List.of(),
                null,
                probes.volume.flows,
                1,
                List.of(client),
                probes.volume.bytes,
                probes.volume.uploaded,
                probes.volume.first,
                probes.volume.last,
                rule.means(),
                List.of(fact),
                List.of(probes.example()));
    }

    /** Flows of scanners that are not followed. */
    long left() {
        return left;
    }
}

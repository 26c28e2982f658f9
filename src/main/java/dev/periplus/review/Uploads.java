package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.flow.Flow;
import dev.periplus.flow.HostPair;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import dev.periplus.review.FindingRule.When;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Clients that send much more to a host outside than they get from it. */
final class Uploads implements Observer {
    private static final int MOST = Memory.scaled(50_000);
    private static final long LEAST_BYTES = 5_000_000;
    private static final double LEAST_SHARE = 0.8;

    private final FindingRules rules;
    private final Quota clients = new Quota(Memory.scaled(100_000));
    private final Map<HostPair, Sums> pairs = new LinkedHashMap<>();
    private final Map<Address, Long> sentBy = new LinkedHashMap<>();
    private long left;

    /** What a client and a server exchanged. */
    private static final class Sums {
        private final LabelUse use;
        private FlowRecord largest;
        private long up;
        private long down;
        private boolean expected = true;

        Sums(FlowRecord first, Quota clients) {
            use = new LabelUse(first, clients);
            largest = first;
        }

        void add(FlowRecord record) {
            Flow flow = record.flow();
            int client = flow.clientSide();
            use.add(record);
            up += flow.payload(client);
            down += flow.payload(1 - client);
            expected &= record.standing() != Standing.NOT_AS_REGISTERED
                    && record.verdict().label() != null;
            if (flow.payload(client) > largest.flow().payload(largest.flow().clientSide())) {
                largest = record;
            }
        }
    }

    Uploads(FindingRules rules) {
        this.rules = rules;
    }

    @Override
    public void add(FlowRecord record) {
        Flow flow = record.flow();
        int server = flow.serverSide();
        Address client = flow.host(1 - server);
        if (!HostPair.isOutbound(flow)
                || rules.rule(When.UPLOAD, record.verdict().label()) == null) {
            return;
        }
        HostPair pair = new HostPair(client, flow.host(server));
        Sums sums = pairs.get(pair);
        if (sums == null && pairs.size() >= MOST) {
            left++;
            return;
        }
        if (sums == null) {
            sums = new Sums(record, clients);
            pairs.put(pair, sums);
        }
        sums.add(record);
        sentBy.merge(client, flow.payload(1 - server), Long::sum);
    }

    @Override
    public void findings(Consumer<Finding> taker) {
        pairs.forEach((pair, sums) -> {
            FindingRule rule = rules.rule(When.UPLOAD, sums.largest.verdict().label());
            if (rule != null && sums.up >= LEAST_BYTES && sums.up >= LEAST_SHARE * (sums.up + sums.down)) {
                taker.accept(finding(rule, pair, sums));
            }
        });
    }

    private Finding finding(FindingRule rule, HostPair pair, Sums sums) {
        Flow flow = sums.largest.flow();
        List<String> facts = new ArrayList<>();
        long all = Math.max(1, sentBy.getOrDefault(pair.client(), sums.up));
        facts.add(Amounts.bytes(sums.up) + " of payload up, " + Amounts.bytes(sums.down) + " down; "
                + Math.round(100.0 * sums.up / all) + " % of what " + pair.client() + " sent outside");
        boolean first = flow.start() - sums.use.volume.first < 60_000_000_000L;
        facts.add(
                first
                        ? "no earlier traffic with this destination in the case"
                        : "first traffic with this destination: " + sums.use.times());
        facts.addAll(Details.of(sums.use));
        String names = Amounts.bytes(sums.up) + " from " + pair.client() + " to " + flow.server();
        return new FindingDraft(rule, null)
                .add(flow.server(), sums.use, facts)
                .names(names)
                .lowered(sums.expected ? 1 : 0)
                .finding("");
    }

    @Override
    public long left() {
        return left;
    }
}

package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
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

/**
 * Hosts outside to which a client connects although no DNS answer of the case gave it their address.
 *
 * <p>How it works. Only clients count whose DNS answers the case holds, and only flows that begin some time after the first
 * of them: names that a client looked up before the capture began are still in its memory.
 */
final class UnnamedHosts implements Observer {
    private static final int MOST = Memory.scaled(50_000);
    private static final int LEAST_ANSWERS = 5;
    private static final long SECOND = 1_000_000_000L;
    private static final long REMEMBERED = 600 * SECOND;
    private static final int MOST_SHOWN = 10;
    private static final int MOST_FACTS = 4;

    private final FindingRules rules;
    private final Quota quota = new Quota(Memory.scaled(100_000));
    private final Map<Address, Answers> answers = new LinkedHashMap<>();
    private final Map<HostPair, Contacts> pairs = new LinkedHashMap<>();
    private long left;

    /** How many flows gave answers to a client, and when the first began. */
    private static final class Answers {
        private int count;
        private long first = Long.MAX_VALUE;
    }

    /** What a client exchanged with a host. */
    private static final class Contacts {
        private final LabelUse use;
        private final Endpoint server;
        private final FindingRule rule;
        private String said = "";
        private boolean named;

        Contacts(LabelUse use, Endpoint server, FindingRule rule) {
            this.use = use;
            this.server = server;
            this.rule = rule;
        }
    }

    UnnamedHosts(FindingRules rules) {
        this.rules = rules;
    }

    @Override
    public void add(FlowRecord record) {
        Flow flow = record.flow();
        int server = flow.serverSide();
        Address client = flow.host(1 - server);
        if (!record.metadata().values("dns", "answers").isEmpty()) {
            answered(client, flow.start());
        }
        FindingRule rule = rules.rule(When.UNNAMED_HOSTS, record.verdict().label());
        boolean outside = HostPair.isOutbound(flow) && !client.isLoopback();
        if (rule == null || !outside || !Transport.hasPorts(flow.protocol()) || !record.showsService()) {
            return;
        }
        HostPair pair = new HostPair(client, flow.host(server));
        Contacts contacts = pairs.get(pair);
        if (contacts == null && pairs.size() >= MOST) {
            left++;
            return;
        }
        if (contacts == null) {
            contacts = new Contacts(new LabelUse(record, quota), flow.server(), rule);
            pairs.put(pair, contacts);
        }
        contacts.use.add(record);
        contacts.named |= !record.metadata().values("dns", "answered_name").isEmpty();
        for (String name : record.metadata().values("tls", "sni")) {
            contacts.said = name;
        }
    }

    private void answered(Address client, long time) {
        if (answers.size() < MOST || answers.containsKey(client)) {
            Answers known = answers.computeIfAbsent(client, made -> new Answers());
            known.count++;
            known.first = Math.min(known.first, time);
        }
    }

    @Override
    public void findings(Consumer<Finding> taker) {
        Map<Address, List<Contacts>> byClient = new LinkedHashMap<>();
        pairs.forEach((pair, contacts) -> {
            Answers known = answers.get(pair.client());
            if (known != null
                    && known.count >= LEAST_ANSWERS
                    && !contacts.named
                    && contacts.use.volume.first - known.first >= REMEMBERED) {
                byClient.computeIfAbsent(pair.client(), made -> new ArrayList<>())
                        .add(contacts);
            }
        });
        byClient.forEach((client, hosts) -> taker.accept(finding(client, hosts)));
    }

    private static Finding finding(Address client, List<Contacts> hosts) {
        List<Contacts> shown = hosts.subList(0, Math.min(MOST_SHOWN, hosts.size()));
        List<String> facts =
                shown.stream().limit(MOST_FACTS).map(UnnamedHosts::fact).toList();
        FindingDraft draft = new FindingDraft(hosts.get(0).rule, null);
        shown.forEach(host -> draft.add(host.server, host.use, facts));
        return draft.names(client + " to " + Amounts.count(hosts.size(), "host"))
                .finding("");
    }

    private static String fact(Contacts host) {
        String said = host.said.isEmpty() ? "" : ", asked for as " + host.said;
        return host.server + said + ", " + Amounts.bytes(host.use.volume.bytes);
    }

    @Override
    public long left() {
        return left;
    }
}

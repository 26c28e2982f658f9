package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import dev.periplus.review.FindingRule.When;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Clients that open flows to one port of a host outside at regular intervals.
 *
 * <p>How it works. The starts of flows are kept by client and server; those of which the rules say that they keep time by
 * nature are left out. At the end {@link Beats} scores them. Programs that poll a named service do the same, so a beacon
 * counts less where the server has a name.
 */
final class Beacons implements Observer {
    private static final int MOST = Memory.scaled(50_000);
    private static final int MOST_TIMES = 1024;
    private static final int LEAST = 12;
    private static final double LEAST_SCORE = 0.7;
    private static final long SECOND = 1_000_000_000L;
    private static final long SHORTEST = 10 * SECOND;
    /** Protocols that may carry anything. */
    private static final Set<String> CARRIERS =
            Set.of("tls", "http", "http2", "http3", "websocket", "quic", "dtls", "shell");

    private static final long LEAST_SPAN = 600 * SECOND;

    private final FindingRules rules;
    private final Quota clients = new Quota(Memory.scaled(100_000));
    private final Quota times = new Quota(Memory.scaled(4_000_000));
    private final Map<Pair, Contacts> pairs = new LinkedHashMap<>();
    private long left;

    private record Pair(Address client, Endpoint server) {}

    /** The flows of a client to a server. */
    private static final class Contacts {
        private final LabelUse use;
        private final FindingRule rule;
        private long[] starts = new long[4];
        private long[] sent = new long[4];
        private int count;
        private boolean named;

        Contacts(LabelUse use, FindingRule rule) {
            this.use = use;
            this.rule = rule;
        }

        void add(long start, long bytes) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                sent = Arrays.copyOf(sent, 2 * count);
            }
            starts[count] = start;
            sent[count++] = bytes;
        }
    }

    Beacons(FindingRules rules) {
        this.rules = rules;
    }

    @Override
    public void add(FlowRecord record) {
        Flow flow = record.flow();
        FindingRule rule = rules.rule(When.BEACON, record.verdict().label());
        boolean outside = !flow.host(flow.serverSide()).isPrivate()
                && !Address.isMulticast(flow.high(flow.serverSide()), flow.low(flow.serverSide()));
        if (rule == null || !outside || !Transport.hasPorts(flow.protocol()) || !record.hasServer()) {
            return;
        }
        Pair pair = new Pair(flow.host(flow.clientSide()), flow.server());
        Contacts contacts = pairs.get(pair);
        if (contacts == null && pairs.size() >= MOST) {
            left++;
            return;
        }
        if (contacts == null) {
            contacts = new Contacts(new LabelUse(record, clients), rule);
            pairs.put(pair, contacts);
        }
        contacts.use.add(record);
        contacts.named |= isNamed(record);
        if (contacts.count < MOST_TIMES && times.take()) {
            contacts.add(flow.start(), flow.payload(flow.clientSide()));
        }
    }

    /** Whether the flow is of a protocol of its own, or the client knows the server by a name. */
    private static boolean isNamed(FlowRecord record) {
        String label = record.verdict().label();
        if (label == null || !CARRIERS.contains(label)) {
            return label != null;
        }
        return record.standing() != Standing.NOT_AS_REGISTERED
                && (record.application() != null
                        || isName(record.metadata().values("tls", "sni"))
                        || isName(record.metadata().values("quic", "sni"))
                        || isName(record.metadata().values("http", "host")));
    }

    private static boolean isName(List<String> hosts) {
        return hosts.stream().anyMatch(host -> host.chars().anyMatch(Character::isLetter) && host.indexOf(':') <= 0);
    }

    @Override
    public void findings(Consumer<Finding> taker) {
        pairs.forEach((pair, contacts) -> {
            long[] starts = Arrays.copyOf(contacts.starts, contacts.count);
            Beats beats = contacts.count < LEAST ? Beats.NONE : Beats.of(starts);
            long span = contacts.use.volume.last - contacts.use.volume.first;
            if (beats.beats() >= LEAST
                    && beats.score() >= LEAST_SCORE
                    && beats.period() >= SHORTEST
                    && span >= LEAST_SPAN) {
                taker.accept(finding(pair, contacts, beats));
            }
        });
    }

    private static Finding finding(Pair pair, Contacts contacts, Beats beats) {
        long[] sent = Arrays.copyOf(contacts.sent, contacts.count);
        Arrays.sort(sent);
        long typical = sent[sent.length / 2];
        String fact = String.format(
                Locale.ROOT,
                "%d beats every %s, jitter %.0f %%, %d missed, score %.2f; %s sent each time (%s to %s)",
                beats.beats(),
                Amounts.duration(beats.period()),
                100 * beats.jitter(),
                beats.missed(),
                beats.score(),
                Amounts.bytes(typical),
                Amounts.bytes(sent[0]),
                Amounts.bytes(sent[sent.length - 1]));
        List<String> facts = new ArrayList<>(List.of(fact));
        facts.addAll(Details.of(contacts.use));
        if (contacts.named) {
            facts.add("the server has a name, or the protocol is known; programs that poll do the same");
        }
        String names = pair.client + " to " + pair.server + ", every " + Amounts.duration(beats.period());
        return new FindingDraft(contacts.rule, null)
                .add(pair.server, contacts.use, facts)
                .names(names)
                .lowered(contacts.named ? 1 : 0)
                .finding("");
    }

    @Override
    public long left() {
        return left;
    }
}

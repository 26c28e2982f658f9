package dev.periplus.view;

import dev.periplus.address.Address;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFacts;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The hosts: what they serve and use, and what is known of them. */
public final class Hosts implements Consumer<FlowRecord> {
    private static final int MOST = Memory.scaled(50_000);
    private static final int MOST_LABELS = 16;

    private final BoundedRows<Address, Seen> hosts = new BoundedRows<>(MOST);
    private HostFacts facts = HostFacts.NONE;

    /** The row of one host. */
    public static final class Seen {
        private final Address host;
        private final Volume served = new Volume();
        private final Volume asked = new Volume();
        private final Set<String> serves = new TreeSet<>();
        private final Set<String> asks = new TreeSet<>();

        private Seen(Address host) {
            this.host = host;
        }

        private void add(FlowRecord record, boolean server) {
            (server ? served : asked).add(record);
            String label = record.verdict().label();
            Set<String> labels = server ? serves : asks;
            if (label != null && labels.size() < MOST_LABELS) {
                labels.add(label);
            }
        }

        public Address host() {
            return host;
        }

        /** Its flows as the server. */
        public Volume served() {
            return served;
        }

        /** Its flows as the client. */
        public Volume asked() {
            return asked;
        }

        /** Labels it serves, at most 16. */
        public Set<String> serves() {
            return serves;
        }

        /** Labels it uses as a client, at most 16. */
        public Set<String> asks() {
            return asks;
        }

        /** Bytes of all its flows. */
        public long bytes() {
            return served.bytes() + asked.bytes();
        }

        /** Time of its first packet, nanoseconds since the epoch; Long.MAX_VALUE if it has no flow. */
        public long first() {
            return Math.min(served.first(), asked.first());
        }

        /** Time of its last packet; Long.MIN_VALUE if it has no flow. */
        public long last() {
            return Math.max(served.last(), asked.last());
        }
    }

    @Override
    public void accept(FlowRecord record) {
        Flow flow = record.flow();
        for (int side = 0; side < 2; side++) {
            Seen host = hosts.row(flow.host(side), Seen::new);
            if (host != null) {
                host.add(record, side == flow.serverSide());
            }
        }
    }

    /** Takes what is known of the hosts, of each input once. */
    public void known(HostFacts known) {
        facts = HostFacts.of(facts, known);
    }

    /** What is known of the hosts. */
    public HostFacts facts() {
        return facts;
    }

    /** Returns the rows, most bytes first; also of hosts without flows of which something is known. */
    public List<Seen> rows() {
        List<Seen> rows = new ArrayList<>(hosts.rows().values());
        if (facts.isOfAllFlows()) {
            for (Address host : facts.hosts()) {
                if (!hosts.rows().containsKey(host)) {
                    rows.add(new Seen(host));
                }
            }
        }
        rows.sort(Comparator.comparingLong((Seen row) -> -row.bytes()).thenComparing(Seen::host));
        return rows;
    }

    /** Number of flow sides without a row, because there are too many hosts. */
    public long left() {
        return hosts.left();
    }
}

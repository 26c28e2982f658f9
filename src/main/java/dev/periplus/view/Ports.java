package dev.periplus.view;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import dev.periplus.answer.FlowRecord;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import dev.periplus.registry.Registration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The labels seen on each port, next to its registration. */
public final class Ports implements Consumer<FlowRecord> {
    private static final int MOST = Memory.scaled(20_000);
    private static final int MOST_SERVERS = 256;
    private static final int MOST_LABELS = 32;

    /** Addresses kept to count the servers of all ports. */
    private final Quota addresses = new Quota(Memory.scaled(1 << 20));

    private final BoundedRows<Key, Port> ports = new BoundedRows<>(MOST);

    private record Key(int port, int protocol) {}

    /** The traffic of one label on a port. */
    public record Use(@Nullable String label, Volume volume) {}

    /** The row of one port, over all hosts. */
    public final class Port {
        private final int number;
        private final int protocol;
        private final @Nullable String registered;
        private final Volume volume = new Volume();
        private final BoundedRows<String, Volume> labels = new BoundedRows<>(MOST_LABELS);
        private final Set<Address> servers = new HashSet<>();

        private Port(FlowRecord record) {
            Registration registration = record.registered();
            number = record.flow().port(record.flow().serverSide());
            protocol = record.flow().protocol();
            registered = registration == null ? null : registration.name();
        }

        private void add(FlowRecord record) {
            volume.add(record);
            Address server = record.flow().host(record.flow().serverSide());
            if (servers.size() < MOST_SERVERS && !servers.contains(server) && addresses.take()) {
                servers.add(server);
            }
            String label = record.verdict().label();
            Volume use = labels.row(label == null ? "" : label, made -> new Volume());
            if (use != null) {
                use.add(record);
            }
        }

        public int number() {
            return number;
        }

        public String transport() {
            return Transport.name(protocol, number);
        }

        /** The port and its transport; of frames without IP only the transport. */
        public String service() {
            return Transport.isFrame(protocol) ? transport() : number + "/" + transport();
        }

        /** The registered service name, or null. */
        public @Nullable String registered() {
            return registered;
        }

        public Volume volume() {
            return volume;
        }

        /** Number of hosts that serve it, at most 256. */
        public int servers() {
            return servers.size();
        }

        /** Returns the traffic by label, most flows first; a null label stands for unidentified traffic. */
        public List<Use> uses() {
            List<Use> uses = new ArrayList<>();
            labels.rows().forEach((label, seen) -> uses.add(new Use(label.isEmpty() ? null : label, seen)));
            uses.sort(Comparator.comparingLong((Use use) -> -use.volume.flows()));
            return uses;
        }
    }

    @Override
    public void accept(FlowRecord record) {
        if (!record.showsService()) {
            return;
        }
        Key key = new Key(
                record.flow().port(record.flow().serverSide()), record.flow().protocol());
        Port port = ports.row(key, made -> new Port(record));
        if (port != null) {
            port.add(record);
        }
    }

    /** Returns the rows, most flows first. */
    public List<Port> rows() {
        List<Port> rows = new ArrayList<>(ports.rows().values());
        rows.sort(Comparator.comparingLong((Port row) -> -row.volume.flows())
                .thenComparingInt(Port::number)
                .thenComparingInt(row -> row.protocol));
        return rows;
    }

    /** Number of flows without a row, because there are too many ports. */
    public long left() {
        return ports.left();
    }
}

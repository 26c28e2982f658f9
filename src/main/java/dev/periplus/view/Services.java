package dev.periplus.view;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.CommonApplication;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.flow.Flow;
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

/** The services of each host: a row per endpoint and label, and one for unidentified traffic. */
public final class Services implements Consumer<FlowRecord> {
    private static final int MOST = Memory.scaled(100_000);
    private static final int MOST_CLIENTS = 256;

    /** Addresses kept to count the clients of all services. */
    private final Quota addresses = new Quota(Memory.scaled(1 << 20));

    private final BoundedRows<Key, Service> services = new BoundedRows<>(MOST);

    private record Key(Endpoint endpoint, @Nullable String label) {}

    /** The row of one label on one port of a host. */
    public final class Service {
        private final Endpoint endpoint;
        private final @Nullable String label;
        private final Standing standing;
        private final @Nullable String registered;
        private final Volume volume = new Volume();
        private final Set<Address> clients = new HashSet<>();
        private double confidence;
        private final CommonApplication application = new CommonApplication();

        private Service(FlowRecord record) {
            Registration registration = record.registered();
            endpoint = record.flow().server();
            label = record.verdict().label();
            standing = record.standing();
            registered = registration == null ? null : registration.name();
        }

        private void add(FlowRecord record) {
            Flow flow = record.flow();
            volume.add(record);
            confidence = Math.max(confidence, record.verdict().confidence());
            application.add(record);
            Address client = flow.host(flow.clientSide());
            if (clients.size() < MOST_CLIENTS && !clients.contains(client) && addresses.take()) {
                clients.add(client);
            }
        }

        public Endpoint endpoint() {
            return endpoint;
        }

        /** Null if unidentified. */
        public @Nullable String label() {
            return label;
        }

        /** The application inside, or null if none was seen or they differ. */
        public @Nullable String application() {
            return application.id();
        }

        /** The highest confidence of its flows. */
        public double confidence() {
            return confidence;
        }

        public Standing standing() {
            return standing;
        }

        /** The registered service name of the port, or null. */
        public @Nullable String registered() {
            return registered;
        }

        public Volume volume() {
            return volume;
        }

        /** Number of clients, at most 256; a lower bound if there are too many services. */
        public int clients() {
            return clients.size();
        }
    }

    @Override
    public void accept(FlowRecord record) {
        if (!record.showsService()) {
            return;
        }
        Key key = new Key(record.flow().server(), record.verdict().label());
        Service service = services.row(key, made -> new Service(record));
        if (service != null) {
            service.add(record);
        }
    }

    /** Returns the rows by address and port, then most flows first. */
    public List<Service> rows() {
        List<Service> rows = new ArrayList<>(services.rows().values());
        rows.sort(Comparator.comparing((Service row) -> row.endpoint).thenComparingLong(row -> -row.volume.flows()));
        return rows;
    }

    /** Number of flows without a row, because there are too many services. */
    public long left() {
        return services.left();
    }
}

package dev.periplus.view;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict.Unknown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Unidentified flows by reason, and within each reason by server port. */
public final class Unknowns implements Consumer<FlowRecord> {
    private static final int MOST = 70_000;

    private final Map<Unknown, Reason> reasons = new EnumMap<>(Unknown.class);

    private record Key(int port, int protocol) {}

    /** A server port with unidentified flows. */
    public record Port(int number, int protocol, Volume volume) {}

    /** The row of one reason. */
    public static final class Reason {
        private final Unknown why;
        private final Volume volume = new Volume();
        private final BoundedRows<Key, Volume> ports = new BoundedRows<>(MOST);

        private Reason(Unknown why) {
            this.why = why;
        }

        private void add(FlowRecord record) {
            volume.add(record);
            Key key = new Key(
                    record.flow().port(record.flow().serverSide()),
                    record.flow().protocol());
            Volume port = ports.row(key, made -> new Volume());
            if (port != null) {
                port.add(record);
            }
        }

        public Unknown why() {
            return why;
        }

        public Volume volume() {
            return volume;
        }

        /** Returns the server ports, most flows first. */
        public List<Port> ports() {
            List<Port> rows = new ArrayList<>();
            ports.rows().forEach((key, seen) -> rows.add(new Port(key.port, key.protocol, seen)));
            rows.sort(Comparator.comparingLong((Port row) -> -row.volume.flows())
                    .thenComparingInt(Port::number)
                    .thenComparingInt(Port::protocol));
            return rows;
        }
    }

    @Override
    public void accept(FlowRecord record) {
        Unknown why = record.verdict().unknownBecause();
        if (why != null) {
            reasons.computeIfAbsent(why, Reason::new).add(record);
        }
    }

    /** Returns the rows, most flows first. */
    public List<Reason> rows() {
        List<Reason> rows = new ArrayList<>(reasons.values());
        rows.sort(Comparator.comparingLong(row -> -row.volume.flows()));
        return rows;
    }
}

package dev.periplus.spark;

import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.StatedFlow;
import dev.periplus.report.RecordField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * A flow, as one sensor or several saw it.
 *
 * <p>How it works. Sightings of different sensors are one flow if they have the same endpoints and times that overlap,
 * unless their labels contradict. Sensors that saw the same direction saw the same packets: their sightings must begin or
 * end at the same time too, or they are of two sites that use the same private addresses. The sighting that knows most
 * gives the answer; counters are the largest of all sightings, as each counts the same packets.
 */
final class SeenFlow {
    private static final int MOST = 64;
    private static final int MOST_BYTES = 1 << 20;
    private static final double SECOND = 1e9;

    private static final Comparator<Sighting> KNOWS_MORE = Comparator.<Sighting>comparingInt(
                    one -> one.label() == null ? 0 : 1)
            .thenComparingInt(one -> List.of("unknown", "inferred", "observed").indexOf(text(one, "direction")))
            .thenComparingInt(one -> Integer.bitCount(one.directions()))
            .thenComparingDouble(SeenFlow::confidence)
            .thenComparing(one -> one.arrival().sensor(), Comparator.reverseOrder());

    private final List<Sighting> sightings = new ArrayList<>(1);
    private long start;
    private long end;
    private int bytes;

    SeenFlow(Sighting first) {
        start = first.start();
        end = first.end();
        add(first);
    }

    /** Joins a sighting. */
    void add(Sighting one) {
        sightings.add(one);
        start = Math.min(start, one.start());
        end = Math.max(end, one.end());
        bytes += one.arrival().record().length;
    }

    /** Nanoseconds since the epoch. */
    long start() {
        return start;
    }

    /** Nanoseconds since the epoch. */
    long end() {
        return end;
    }

    /**
     * Whether a later sighting of the same endpoints is of this flow.
     *
     * @param clock nanoseconds by which clocks of sensors may differ
     */
    boolean is(Sighting one, long clock) {
        boolean mayBe = sightings.size() < MOST
                && bytes + one.arrival().record().length <= MOST_BYTES
                && one.mayBeElsewhere()
                && one.start() <= end + clock
                && start <= one.end() + clock;
        for (int i = 0; i < sightings.size() && mayBe; i++) {
            mayBe = agree(sightings.get(i), one, clock);
        }
        return mayBe;
    }

    private static boolean agree(Sighting one, Sighting other, long clock) {
        boolean samePackets = (one.directions() & other.directions()) != 0;
        return one.mayBeElsewhere()
                && !one.arrival().sensor().equals(other.arrival().sensor())
                && (one.label() == null || other.label() == null || one.label().equals(other.label()))
                && (!samePackets
                        || Math.abs(one.start() - other.start()) <= clock
                        || Math.abs(one.end() - other.end()) <= clock);
    }

    /** Whether it is one that other sensors may tell of. */
    boolean waits() {
        return sightings.stream().allMatch(Sighting::mayBeElsewhere);
    }

    private static @Nullable String text(Sighting of, String member) {
        return of.tree().root().get(member) instanceof String text ? text : null;
    }

    private static double confidence(Sighting of) {
        return of.tree().root().get("confidence") instanceof Number number ? number.doubleValue() : 0;
    }

    /**
     * Makes the row of {@link StreamTables#joined()}.
     *
     * @param isLate whether a sighting came too late to be joined with what was written before
     * @param waits whether another sensor may still tell of it
     */
    Row row(SightingColumns columns, boolean isLate, boolean waits) throws BadRecordException {
        Sighting best = best();
        List<@Nullable Object> row = new ArrayList<>();
        for (RecordField field : columns.fields()) {
            row.add(value(field, best, columns));
        }
        List<Row> evidence = new ArrayList<>();
        List<Row> told = new ArrayList<>();
        for (Sighting one : sightings) {
            evidence.addAll(columns.evidence(one));
            told.add(told(one));
        }
        row.add(null);
        row.add(evidence.toArray());
        row.add(best.arrival().text());
        row.add(sensors());
        row.add(isLate);
        row.add(told.toArray());
        row.add(end);
        row.add(waits);
        return RowFactory.create(row.toArray());
    }

    private Sighting best() {
        return sightings.stream().max(KNOWS_MORE).orElseThrow();
    }

    /** The names of the sensors, sorted. */
    String[] sensors() {
        return sightings.stream()
                .map(one -> one.arrival().sensor())
                .distinct()
                .sorted()
                .toArray(String[]::new);
    }

    /**
     * Reads the record of the flow back.
     *
     * @throws BadRecordException if a part of it has another type
     */
    FlowRecord record(StatedRecords records) throws BadRecordException {
        Sighting best = best();
        List<String> lacking = incomplete();
        return records.record(
                best, new StatedRecords.Together(start, end, sent("client", best), sent("server", best), lacking));
    }

    private StatedFlow.Sent sent(String side, Sighting best) throws BadRecordException {
        return new StatedFlow.Sent(
                largest(side + ".packets", best),
                largest(side + ".bytes", best),
                largest(side + ".payload_bytes", best));
    }

    private @Nullable Object value(RecordField field, Sighting best, SightingColumns columns)
            throws BadRecordException {
        if (sightings.size() == 1) {
            return columns.value(field, best.tree());
        }
        return switch (field.name()) {
            case "start" -> Values.timestamp(start);
            case "end" -> Values.timestamp(end);
            case "duration" -> (end - start) / SECOND;
            case "ended" ->
                columns.value(
                        field,
                        sightings.stream()
                                .max(Comparator.comparingLong(Sighting::end))
                                .orElseThrow()
                                .tree());
            case "client.packets", "client.bytes", "client.payload_bytes" -> largest(field.name(), best);
            case "server.packets", "server.bytes", "server.payload_bytes" -> largest(field.name(), best);
            case "incomplete" -> incomplete().toArray();
            default -> columns.value(field, best.tree());
        };
    }

    /** The largest counter of a side, whichever role the sensors gave it. */
    private long largest(String name, Sighting best) throws BadRecordException {
        long largest = 0;
        for (Sighting one : sightings) {
            boolean turned = !one.client().equals(best.client());
            String path = !turned
                    ? name
                    : name.startsWith("client") ? "server" + name.substring(6) : "client" + name.substring(6);
            largest = Math.max(largest, Objects.requireNonNullElse(one.tree().at(path, Long.class), 0L));
        }
        return largest;
    }

    /** What all sensors lack of the flow. */
    private List<String> incomplete() throws BadRecordException {
        List<String> lacking = sightings.get(0).tree().all("incomplete", String.class);
        int directions = 0;
        for (Sighting one : sightings) {
            lacking.retainAll(one.tree().all("incomplete", String.class));
            directions |= one.directions();
        }
        if (sightings.size() > 1 && Integer.bitCount(directions) > 1) {
            lacking.removeAll(List.of("one-sided", "unanswered"));
        }
        return lacking;
    }

    private static Row told(Sighting one) throws BadRecordException {
        return RowFactory.create(
                one.arrival().sensor(),
                one.arrival().version(),
                one.arrival().rules(),
                one.uid(),
                one.tree().at("capture", String.class),
                Values.timestamp(one.start()),
                Values.timestamp(one.end()),
                one.tree().at("client.packets", Long.class),
                one.tree().at("server.packets", Long.class),
                one.label(),
                one.arrival().text());
    }
}

package dev.periplus.spark;

import dev.periplus.report.FlowIds;
import dev.periplus.text.Printable;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Reads the messages of a batch: each is a sighting, or a row of {@link StreamTables#refused()} that tells why it is none.
 * The last elements tell which offsets were read.
 */
final class Arrivals implements Iterator<Tuple2<StreamOrder, Arrivals.Taken>> {
    /** The columns of a message that are read. */
    static final String[] COLUMNS = {"topic", "partition", "offset", "headers", "value"};

    private static final int TOPIC = 0;
    private static final int PARTITION = 1;
    private static final int OFFSET = 2;
    private static final int HEADERS = 3;
    private static final int VALUE = 4;
    private static final int LONGEST_NAME = 255;
    private static final int SHOWN = 256;

    private final Iterator<Row> messages;
    private final Timestamp now;
    private final ArrayDeque<Tuple2<StreamOrder, Taken>> ready = new ArrayDeque<>();
    private final SightingColumns columns = new SightingColumns();
    private final StatedRecords records = new StatedRecords(id -> null);
    private final FlowIds ids = new FlowIds();
    private final Map<Partition, long[]> ranges = new LinkedHashMap<>();

    private record Partition(String topic, int number) {}

    /**
     * One element: a sighting, or a row of another table.
     *
     * @param kind of the row, as in {@link SightingJoin}
     */
    record Taken(
            @Nullable Arrival arrival, int kind, @Nullable Row row) implements java.io.Serializable {}

    Arrivals(Iterator<Row> messages, Instant now) {
        this.messages = messages;
        this.now = Timestamp.from(now);
    }

    private static Tuple2<StreamOrder, Taken> sighting(Sighting sighting) {
        return new Tuple2<>(sighting.order(), new Taken(sighting.arrival(), SightingJoin.FLOWS, null));
    }

    /** Reads again what waited since an earlier batch. */
    static Tuple2<StreamOrder, Taken> waited(Row row) {
        Arrival arrival = new Arrival(row.getString(0), row.getString(1), row.getString(2), row.getAs(3), false);
        try {
            return sighting(Sighting.of(arrival, new FlowIds()));
        } catch (BadRecordException e) {
            throw new IllegalStateException("a record that waited was one before", e);
        }
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && messages.hasNext()) {
            take(messages.next());
        }
        if (ready.isEmpty()) {
            ranges.forEach((partition, range) -> ready.add(row(
                    SightingJoin.RANGES,
                    RowFactory.create(partition.topic, partition.number, range[0], range[1], range[2]))));
            ranges.clear();
        }
        return !ready.isEmpty();
    }

    private static Tuple2<StreamOrder, Taken> row(int kind, Row row) {
        return new Tuple2<>(new StreamOrder(row.toString(), 0, "", "", 0, 0), new Taken(null, kind, row));
    }

    private void take(Row message) {
        String topic = message.getString(TOPIC);
        int partition = message.getInt(PARTITION);
        long offset = message.getLong(OFFSET);
        long[] range = ranges.computeIfAbsent(new Partition(topic, partition), made -> new long[] {offset, offset, 0});
        range[1] = Math.max(range[1], offset);
        range[2]++;
        byte[] value = message.getAs(VALUE);
        String sensor = header(message, "sensor");
        try {
            if (value == null || sensor.isBlank()) {
                throw new BadRecordException(value == null ? "no value" : "no header tells the sensor");
            }
            Arrival arrival = new Arrival(sensor, header(message, "version"), header(message, "rules"), value, true);
            Sighting sighting = Sighting.of(arrival, ids);
            columns.check(sighting);
            new SeenFlow(sighting).record(records);
            ready.add(sighting(sighting));
        } catch (BadRecordException e) {
            int length = value == null ? 0 : value.length;
            byte[] shown = value == null ? null : Arrays.copyOf(value, Math.min(SHOWN, length));
            ready.add(row(
                    SightingJoin.REFUSED,
                    RowFactory.create(topic, partition, offset, now, sensor, e.getMessage(), (long) length, shown)));
        }
    }

    /** Returns the last header of a name, printable and of bounded length; empty if there is none. */
    private static String header(Row message, String name) {
        List<Row> headers = message.isNullAt(HEADERS) ? List.of() : message.getList(HEADERS);
        for (int i = headers.size() - 1; i >= 0; i--) {
            byte[] value = headers.get(i).getAs(1);
            if (name.equals(headers.get(i).getString(0)) && value != null && value.length <= LONGEST_NAME) {
                return Printable.of(new String(value, StandardCharsets.UTF_8));
            }
        }
        return "";
    }

    @Override
    public Tuple2<StreamOrder, Taken> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}

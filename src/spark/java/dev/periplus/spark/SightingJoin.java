package dev.periplus.spark;

import dev.periplus.report.FlowIds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Joins the sightings of a task, which come by key and beginning, to flows; makes the rows of all tables, each with its kind.
 *
 * <p>How it works. Of a key, only flows that later sightings can still overlap are held, at most {@link #MOST}. Rows of
 * flows have the columns of {@link StreamTables#joined()}: who knows how far all sensors are then decides which rows are
 * written, and which wait.
 */
final class SightingJoin implements Iterator<Tuple2<Integer, Row>> {
    static final int FLOWS = 0;
    static final int REFUSED = 1;
    static final int RANGES = 2;
    static final int COUNTS = 3;

    /** Columns of a row of counts. */
    static final int RECORDS = 0;

    static final int REPEATED = 1;
    static final int LATE = 2;
    static final int AHEAD = 3;
    static final int REFUSALS = 4;

    /** The latest end of a flow that has come with the batch, nanoseconds since the epoch. */
    static final int LAST = 5;

    /** Flows of a key that are held at once. */
    private static final int MOST = 64;

    private final Iterator<Tuple2<StreamOrder, Arrivals.Taken>> sightings;
    private final Times times;
    private final SightingColumns columns = new SightingColumns();
    private final FlowIds ids = new FlowIds();
    private final ArrayDeque<Tuple2<Integer, Row>> ready = new ArrayDeque<>();
    private final List<Held> open = new ArrayList<>();
    private final long[] counts = {0, 0, 0, 0, 0, Long.MIN_VALUE};
    private @Nullable StreamOrder latest;
    private byte @Nullable [] latestRecord;
    private boolean isOver;

    /** A flow, and whether a sighting came late. */
    private static final class Held {
        private final SeenFlow flow;
        private boolean isLate;

        Held(Sighting first) {
            flow = new SeenFlow(first);
        }
    }

    /**
     * The times of a batch, nanoseconds since the epoch.
     *
     * @param watermark flows that had ended by then are written; {@link Long#MIN_VALUE} at first
     * @param latest no sensor tells of a later time, unless its clock is wrong
     * @param clock by how much clocks of sensors may differ
     */
    record Times(long watermark, long latest, long clock) implements java.io.Serializable {}

    SightingJoin(Iterator<Tuple2<StreamOrder, Arrivals.Taken>> sightings, Times times) {
        this.sightings = sightings;
        this.times = times;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !isOver) {
            if (sightings.hasNext()) {
                Tuple2<StreamOrder, Arrivals.Taken> next = sightings.next();
                Arrival arrival = next._2().arrival();
                if (arrival == null) {
                    counts[REFUSALS] += next._2().kind() == REFUSED ? 1 : 0;
                    ready.add(new Tuple2<>(next._2().kind(), next._2().row()));
                } else {
                    take(next._1(), arrival);
                }
            } else {
                isOver = true;
                close(held -> true);
                ready.add(new Tuple2<>(COUNTS, RowFactory.create((Object[]) boxed())));
            }
        }
        return !ready.isEmpty();
    }

    /** Adds the counts of a task to those of others. */
    static void add(Row counted, long[] to) {
        for (int i = 0; i < LAST; i++) {
            to[i] += counted.getLong(i);
        }
        to[LAST] = Math.max(to[LAST], counted.getLong(LAST));
    }

    private Long[] boxed() {
        return Arrays.stream(counts).boxed().toArray(Long[]::new);
    }

    private void take(StreamOrder order, Arrival arrival) {
        StreamOrder before = latest;
        if (before == null || !before.key().equals(order.key())) {
            close(held -> true);
        }
        if (order.equals(before) && Arrays.equals(arrival.record(), latestRecord)) {
            counts[REPEATED]++;
            return;
        }
        latest = order;
        latestRecord = arrival.record();
        try {
            take(Sighting.of(arrival, ids));
        } catch (BadRecordException e) {
            throw new IllegalStateException("a sighting was read before", e);
        }
    }

    private void take(Sighting one) {
        boolean isNew = one.arrival().isNew();
        boolean isAhead = one.end() > times.latest;
        boolean isLate = isNew && one.end() <= times.watermark;
        counts[RECORDS] += isNew ? 1 : 0;
        counts[LATE] += isLate ? 1 : 0;
        counts[AHEAD] += isNew && isAhead ? 1 : 0;
        counts[LAST] = isNew && !isAhead ? Math.max(counts[LAST], one.end()) : counts[LAST];
        close(held -> held.flow.end() + times.clock < one.start());
        Held of = nearest(one);
        if (of == null) {
            if (open.size() == MOST) {
                Held longest = open.get(0);
                close(held -> held == longest);
            }
            of = new Held(one);
            open.add(of);
        } else {
            of.flow.add(one);
        }
        of.isLate |= isLate;
    }

    private @Nullable Held nearest(Sighting one) {
        Held nearest = null;
        for (Held held : open) {
            boolean isNearer = nearest == null
                    || Math.abs(held.flow.start() - one.start()) < Math.abs(nearest.flow.start() - one.start());
            if (isNearer && held.flow.is(one, times.clock)) {
                nearest = held;
            }
        }
        return nearest;
    }

    /** Makes rows of flows that are held. */
    private void close(Predicate<Held> which) {
        for (Iterator<Held> all = open.iterator(); all.hasNext(); ) {
            Held held = all.next();
            if (which.test(held)) {
                all.remove();
                ready.add(new Tuple2<>(FLOWS, row(held)));
            }
        }
    }

    private Row row(Held held) {
        try {
            boolean waits = held.flow.waits() && held.flow.end() <= times.latest;
            return held.flow.row(columns, held.isLate, waits);
        } catch (BadRecordException e) {
            throw new IllegalStateException("a sighting was read before", e);
        }
    }

    @Override
    public Tuple2<Integer, Row> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}

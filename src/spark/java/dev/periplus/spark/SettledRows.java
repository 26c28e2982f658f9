package dev.periplus.spark;

import dev.periplus.answer.FlowRecord;
import dev.periplus.correlate.DueSettling;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RecordStage;
import dev.periplus.flow.DamagedStateException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** Makes the records of one task, and rows of them. */
final class SettledRows implements Iterator<PlacedRow>, DueSettling.Taker {
    private final ArrayDeque<PlacedRow> ready = new ArrayDeque<>();
    private final Iterator<Tuple2<Order, byte[]>> parts;
    private final DueSettling settling;
    private final TableRows rows;
    private final Metrics metrics;
    private long records;

    /**
     * @param parts packed flows of this task, in order
     * @param rows makes the rows of each record
     */
    SettledRows(
            Engine.Settings settings,
            List<String> captures,
            Iterator<Tuple2<Order, byte[]>> parts,
            TableRows rows,
            Metrics metrics) {
        this.parts = parts;
        this.rows = rows;
        this.metrics = metrics;
        settling = RecordStage.settling(settings, captures.size(), captures::get, this);
    }

    @Override
    public void total(long all) {
        records = all;
    }

    @Override
    public void record(FlowRecord record, long at) {
        metrics.flow();
        rows.flow(record, row -> ready.add(new PlacedRow(at, records, row)));
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && parts.hasNext()) {
            try {
                settling.take(parts.next()._2());
            } catch (DamagedStateException e) {
                throw new UncheckedIOException(e);
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public PlacedRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}

package dev.periplus.spark;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFacts;
import dev.periplus.correlate.DuePacking;
import dev.periplus.engine.Engine;
import dev.periplus.engine.FlowStage;
import dev.periplus.engine.RecordStage;
import dev.periplus.engine.RecordTaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Correlates the flows of all tasks. Gives packed flows for the tasks that make records, and rows of the tables that
 * need all records together; {@link Order} tells which.
 */
final class RecordRows implements Iterator<Tuple2<Order, Object>>, RecordTaker {
    private final ArrayDeque<Tuple2<Order, Object>> ready = new ArrayDeque<>();
    private final Iterator<Tuple2<Order, byte[]>> parts;
    private final RecordStage stage;
    private final List<TableRows> tables;
    private final Metrics metrics;
    private final int tasks;
    private boolean isOver;

    /**
     * @param tasks number of tasks that make records; 0 if nobody needs their records
     * @param tables that need all records together
     */
    RecordRows(
            Engine.Settings settings,
            List<String> captures,
            Iterator<Tuple2<Order, byte[]>> parts,
            int tasks,
            List<TableRows> tables,
            Metrics metrics) {
        this.parts = parts;
        this.tasks = tasks;
        this.tables = tables;
        this.metrics = metrics;
        if (tasks == 0) {
            stage = RecordStage.making(settings, captures.size(), captures::get, this);
        } else {
            DuePacking packing = new DuePacking(tasks, this::due);
            stage = tables.isEmpty()
                    ? RecordStage.dividing(settings, captures.size(), captures::get, packing)
                    : RecordStage.both(settings, captures.size(), captures::get, packing, this);
        }
    }

    private void due(DuePacking.Part part) {
        ready.add(new Tuple2<>(Order.at(part.task(), part.number(), 0), part.packed()));
    }

    @Override
    public void flow(FlowRecord record) {
        if (tasks == 0) {
            metrics.flow();
        }
        each((rows, to) -> rows.flow(record, to));
    }

    @Override
    public void goesOn(FlowRecord record) {}

    @Override
    public void hosts(HostFacts known) {
        each((rows, to) -> rows.hosts(known, to));
    }

    private void each(BiConsumer<TableRows, Consumer<Row>> step) {
        for (int i = 0; i < tables.size(); i++) {
            int table = i;
            step.accept(tables.get(i), row -> ready.add(new Tuple2<>(Order.ofTable(table), row)));
        }
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !isOver) {
            if (parts.hasNext()) {
                Tuple2<Order, byte[]> part = parts.next();
                try {
                    stage.take(new FlowStage.Part(part._1().clock(), part._2()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            } else {
                isOver = true;
                stage.end();
                each(TableRows::end);
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Tuple2<Order, Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}

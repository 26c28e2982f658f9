package dev.periplus.spark;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFacts;
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

/** Correlates the flows of all tasks, and makes rows of the records, each with the index of its table. */
final class RecordRows implements Iterator<Tuple2<Integer, Row>>, RecordTaker {
    private final ArrayDeque<Tuple2<Integer, Row>> ready = new ArrayDeque<>();
    private final Iterator<Tuple2<Order, byte[]>> parts;
    private final RecordStage stage;
    private final List<TableRows> tables;
    private final Metrics metrics;
    private boolean isOver;

    RecordRows(
            Engine.Settings settings,
            List<String> captures,
            Iterator<Tuple2<Order, byte[]>> parts,
            List<TableRows> tables,
            Metrics metrics) {
        this.parts = parts;
        this.tables = tables;
        this.metrics = metrics;
        stage = new RecordStage(settings, captures.size(), captures::get, this);
    }

    @Override
    public void flow(FlowRecord record) {
        metrics.flow();
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
            step.accept(tables.get(i), row -> ready.add(new Tuple2<>(table, row)));
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
    public Tuple2<Integer, Row> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}

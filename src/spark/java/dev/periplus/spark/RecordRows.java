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
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Correlates the flows of all tasks, and makes rows of the records. */
final class RecordRows implements Iterator<Row>, RecordTaker {
    private final ArrayDeque<Row> ready = new ArrayDeque<>();
    private final Iterator<Tuple2<Order, byte[]>> parts;
    private final RecordStage stage;
    private final RowMaker rows;
    private boolean isOver;

    RecordRows(Engine.Settings settings, List<String> captures, Iterator<Tuple2<Order, byte[]>> parts, RowMaker rows) {
        this.parts = parts;
        this.rows = rows;
        stage = new RecordStage(settings, captures.size(), captures::get, this);
    }

    @Override
    public void flow(FlowRecord record) {
        rows.flow(record, ready::add);
    }

    @Override
    public void goesOn(FlowRecord record) {}

    @Override
    public void hosts(HostFacts known) {
        rows.hosts(known, ready::add);
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
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}

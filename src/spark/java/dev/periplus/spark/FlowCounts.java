package dev.periplus.spark;

import dev.periplus.answer.FlowRecord;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Counts flows by the capture in which they begin: a row of its index and their number for each. */
final class FlowCounts implements TableRows {
    private final long[] flows;

    FlowCounts(int captures) {
        flows = new long[captures];
    }

    @Override
    public void flow(FlowRecord record, Consumer<Row> to) {
        flows[record.flow().capture()]++;
    }

    @Override
    public void end(Consumer<Row> to) {
        for (int capture = 0; capture < flows.length; capture++) {
            to.accept(RowFactory.create(capture, flows[capture]));
        }
    }
}

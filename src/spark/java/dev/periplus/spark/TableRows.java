package dev.periplus.spark;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFacts;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of one table of the records of a case, with the columns that are asked for. Called on one thread: {@link
 * #flow} for each record, {@link #hosts}, then {@link #end}.
 */
interface TableRows {
    /** Takes a record. @param to receives rows that are ready */
    default void flow(FlowRecord record, Consumer<Row> to) {}

    /** Takes what is known of hosts, after the last record. */
    default void hosts(HostFacts known, Consumer<Row> to) {}

    /** Everything has come. */
    default void end(Consumer<Row> to) {}

    /** Makes a row of the values of columns. */
    static Row row(List<String> columns, Function<String, @Nullable Object> value) {
        @Nullable Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = value.apply(columns.get(i));
        }
        return RowFactory.create(row);
    }
}

package dev.periplus.spark;

import dev.periplus.answer.FlowRecord;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The rows of {@code files}: one for each file of the read, whatever its state. */
final class FileRows implements TableRows {
    private final List<String> columns;
    private final List<ReadFile> files;
    private final long[] flows;

    FileRows(List<String> columns, List<ReadFile> files) {
        this.columns = columns;
        this.files = files;
        flows = new long[files.size()];
    }

    @Override
    public void flow(FlowRecord record, Consumer<Row> to) {
        flows[record.flow().capture()]++;
    }

    @Override
    public void end(Consumer<Row> to) {
        rows().forEach(to);
    }

    /** All rows; flows are those counted so far. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < flows.length; i++) {
            ReadFile file = files.get(i);
            long began = flows[i];
            rows.add(TableRows.row(columns, column -> value(column, file, began)));
        }
        return rows;
    }

    private static @Nullable Object value(String column, ReadFile file, long flows) {
        boolean any = file.packets() > 0;
        return switch (column) {
            case "name" -> file.input().name();
            case "bytes" -> known(file.input().bytes());
            case "modified" ->
                file.input().modified() < 0 ? null : new Timestamp(file.input().modified());
            case "sha256" -> file.sha256();
            case "format" -> file.format();
            case "packets" -> file.packets();
            case "captured_bytes" -> file.bytes();
            case "first" -> any ? Values.timestamp(file.first()) : null;
            case "last" -> any ? Values.timestamp(file.last()) : null;
            case "flows" -> flows;
            case "state" -> file.state().id();
            case "damage_offset" -> known(file.damageAt());
            default -> file.message();
        };
    }

    private static @Nullable Long known(long number) {
        return number < 0 ? null : number;
    }
}

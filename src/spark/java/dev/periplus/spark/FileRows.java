package dev.periplus.spark;

import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.RunSummary;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Version;
import dev.periplus.report.json.JsonRun;
import dev.periplus.report.json.JsonText;
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
    private final Options options;
    private final long[] flows;

    /** @param options of the read */
    FileRows(List<String> columns, List<ReadFile> files, Options options) {
        this.columns = columns;
        this.files = files;
        this.options = options;
        flows = new long[files.size()];
    }

    @Override
    public void flow(FlowRecord record, Consumer<Row> to) {
        flows[record.flow().capture()]++;
    }

    @Override
    public void end(Consumer<Row> to) {
        of(columns, files, flows, options).forEach(to);
    }

    /**
     * All rows.
     *
     * @param flows that begin in each file
     */
    static List<Row> of(List<String> columns, List<ReadFile> files, long[] flows, Options options) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < flows.length; i++) {
            ReadFile file = files.get(i);
            long began = flows[i];
            rows.add(TableRows.row(columns, column -> value(column, file, began, options)));
        }
        return rows;
    }

    private static @Nullable Object value(String column, ReadFile file, long flows, Options options) {
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
            case "message" -> file.message();
            default -> record(file, options);
        };
    }

    /** The last line of {@code -o json}, of this capture alone, without its end. */
    private static String record(ReadFile file, Options options) {
        Engine.Settings settings = options.settings();
        int rules = settings.rules().protocols().size();
        RunSummary run = new RunSummary(Version.text(), rules, List.of(file.summary()), Counters.NONE, 0)
                .with(settings.custody("spark", List.of(options.path()), List.of()));
        JsonText text = new JsonText();
        JsonRun.write(text, run);
        return text.toString().stripTrailing();
    }

    private static @Nullable Long known(long number) {
        return number < 0 ? null : number;
    }
}

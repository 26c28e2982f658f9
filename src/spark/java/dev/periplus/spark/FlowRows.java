package dev.periplus.spark;

import dev.periplus.answer.FlowRecord;
import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The rows of {@code flows}. */
final class FlowRows implements TableRows {
    private final List<String> columns;
    private final Wanted wanted;
    private final Values values = new Values();
    private final JsonText text = new JsonText();
    private final JsonFlow json = new JsonFlow(text);
    private final EvidenceRows evidence = new EvidenceRows(EvidenceRows.OF_FLOW);
    private final Map<String, RecordField> fields = new HashMap<>();

    FlowRows(List<String> columns, Wanted wanted) {
        this.columns = columns;
        this.wanted = wanted;
        new RecordFields().columns().forEach(field -> fields.put(field.column(), field));
    }

    @Override
    public void flow(FlowRecord record, Consumer<Row> to) {
        if (wanted.test(record)) {
            to.accept(TableRows.row(columns, column -> value(column, record)));
        }
    }

    private @Nullable Object value(String column, FlowRecord record) {
        return switch (column) {
            case Tables.RECORD -> json(record);
            case Tables.FIRST_PACKET -> record.flow().firstPacket();
            case Tables.EVIDENCE -> evidence.of(record).toArray();
            default -> {
                RecordField field = fields.get(column);
                yield field == null ? null : values.of(field, record);
            }
        };
    }

    /** The native record, without the end of its line. */
    private String json(FlowRecord record) {
        text.clear();
        json.write(record);
        return text.toString().stripTrailing();
    }
}

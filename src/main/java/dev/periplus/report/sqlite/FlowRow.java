package dev.periplus.report.sqlite;

import dev.periplus.answer.FlowRecord;
import dev.periplus.report.FieldWriter;
import dev.periplus.report.RecordField;
import dev.periplus.report.RecordField.Kind;
import dev.periplus.report.RecordFields;
import dev.periplus.report.Words;
import dev.periplus.text.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes rows of the table {@code flows}: each column holds the field of the same name. */
final class FlowRow implements FieldWriter {
    private final SqliteTable flows;
    private final SqliteCaptures captures;
    private final List<Column> columns;
    private @Nullable Object value;

    private interface Column {
        void write(FlowRecord record);
    }

    /** @param flows the table {@code flows} */
    FlowRow(SqliteTable flows, SqliteCaptures captures) {
        this.flows = flows;
        this.captures = captures;
        Map<String, RecordField> fields = new HashMap<>();
        new RecordFields().columns().forEach(field -> fields.put(name(field), field));
        columns = flows.columns().stream()
                .map(column -> column(column, fields.get(column)))
                .toList();
    }

    /** Returns the name of the field's column. */
    static String name(RecordField field) {
        return field.kind() == Kind.TIME ? field.column() + "_ns" : field.column();
    }

    void write(FlowRecord record) {
        columns.forEach(column -> column.write(record));
        flows.end();
    }

    /**
     * Returns the writer of a column. Columns that refer to another table, split a field or omit zeros are listed by
     * name.
     */
    private Column column(String name, @Nullable RecordField field) {
        return switch (name) {
            case "capture" -> record -> flows.number(captures.number(record.capture()));
            case "vlan" ->
                record -> flows.number(
                        Words.innerVlan(record.flow().vlan()), record.flow().vlan() != 0);
            case "outer_vlan" ->
                record -> {
                    int outer = Words.outerVlan(record.flow().vlan());
                    flows.number(outer, outer > 0);
                };
            case "scan_targets" -> record -> flows.number(record.scanTargets(), record.scanTargets() > 0);
            default -> {
                if (field == null) {
                    throw new IllegalStateException("no field for column " + name);
                }
                yield record -> {
                    value = null;
                    field.write(record, this);
                    flows.value(value);
                };
            }
        };
    }

    @Override
    public void text(String text) {
        String printable = Printable.of(text);
        value = value == null ? printable : value + " " + printable;
    }

    @Override
    public void number(long number) {
        value = number;
    }

    @Override
    public void decimal(long scaled, int decimals) {
        value = scaled / Math.pow(10, decimals);
    }

    @Override
    public void time(long nanos) {
        value = nanos;
    }
}

package dev.periplus.spark;

import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.Layer;
import dev.periplus.report.FlowIds;
import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import dev.periplus.report.Words;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one table, with the columns that are asked for. For use by one thread. */
final class RowMaker {
    private final String table;
    private final List<String> columns;
    private final Wanted wanted;
    private final Values values = new Values();
    private final FlowIds ids = new FlowIds();
    private final JsonText text = new JsonText();
    private final JsonFlow json = new JsonFlow(text);
    private final List<@Nullable RecordField> fields = new ArrayList<>();

    RowMaker(String table, List<String> columns, Wanted wanted) {
        this.table = table;
        this.columns = columns;
        this.wanted = wanted;
        List<RecordField> known = new RecordFields().columns();
        for (String column : columns) {
            fields.add(known.stream()
                    .filter(field -> field.column().equals(column))
                    .findAny()
                    .orElse(null));
        }
    }

    void flow(FlowRecord record, Consumer<Row> to) {
        if (table.equals(Tables.FLOWS)) {
            row(record, to);
        } else if (table.equals(Tables.EVIDENCE)) {
            evidence(record, record.evidence(), to);
            for (Layer layer : record.inside()) {
                evidence(record, layer.evidence(), to);
            }
        }
    }

    private void row(FlowRecord record, Consumer<Row> to) {
        if (!wanted.test(record)) {
            return;
        }
        @Nullable Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            RecordField field = fields.get(i);
            row[i] = field == null ? json(record) : values.of(field, record);
        }
        to.accept(RowFactory.create(row));
    }

    /** The native record, without the end of its line. */
    private String json(FlowRecord record) {
        text.clear();
        json.write(record);
        return text.toString().stripTrailing();
    }

    private void evidence(FlowRecord record, List<Evidence> pieces, Consumer<Row> to) {
        for (Evidence piece : pieces) {
            @Nullable Object[] row = new Object[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = value(columns.get(i), record, piece);
            }
            to.accept(RowFactory.create(row));
        }
    }

    private @Nullable Object value(String column, FlowRecord record, Evidence piece) {
        return switch (column) {
            case "capture" -> record.capture();
            case "uid" -> ids.uidText(record.flow());
            case "community_id" -> ids.communityIdText(record.flow());
            case "kind" -> Words.of(piece.kind());
            case "label" -> piece.label();
            case "weight" -> Math.round(piece.weight() * 10) / 10.0;
            case "says" -> piece.says();
            case "rule" -> piece.rule();
            case "evidence_capture" -> piece.packet() > 0 ? record.capture(piece) : null;
            case "packet" -> piece.packet() > 0 ? piece.packet() : null;
            case "offset" -> piece.offset() >= 0 ? piece.offset() : null;
            default -> piece.bytes();
        };
    }

    void hosts(HostFacts known, Consumer<Row> to) {
        if (!table.equals(Tables.HOSTS)) {
            return;
        }
        for (Address host : known.hosts()) {
            for (HostFact fact : known.of(host)) {
                @Nullable Object[] row = new Object[columns.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = value(columns.get(i), host, known, fact);
                }
                to.accept(RowFactory.create(row));
            }
        }
    }

    private static @Nullable Object value(String column, Address host, HostFacts known, HostFact fact) {
        return switch (column) {
            case "host" -> host.toString();
            case "kind" -> fact.kind().id();
            case "value" -> fact.value();
            case "grade" -> fact.grade().id();
            case "source" -> fact.source();
            case "by" -> fact.by().isAny() ? null : fact.by().toString();
            case "capture" -> fact.packet() > 0 ? known.capture(fact) : null;
            case "packet" -> fact.packet() > 0 ? fact.packet() : null;
            case "offset" -> fact.offset() >= 0 ? fact.offset() : null;
            case "bytes" -> fact.bytes();
            default -> Values.timestamp(fact.time());
        };
    }
}

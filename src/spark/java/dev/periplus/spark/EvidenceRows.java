package dev.periplus.spark;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.report.FlowIds;
import dev.periplus.report.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The rows of {@code evidence}. */
final class EvidenceRows implements TableRows {
    /** The columns that tell of a piece of evidence, not of its flow. */
    static final List<String> OF_FLOW =
            List.of("kind", "label", "weight", "says", "rule", "evidence_capture", "packet", "offset", "bytes");

    private final List<String> columns;
    private final FlowIds ids = new FlowIds();

    EvidenceRows(List<String> columns) {
        this.columns = columns;
    }

    @Override
    public void flow(FlowRecord record, Consumer<Row> to) {
        of(record).forEach(to);
    }

    /** The rows of a flow, those of its inner protocols last. */
    List<Row> of(FlowRecord record) {
        List<Row> rows = new ArrayList<>();
        add(record, record.evidence(), rows);
        for (Layer layer : record.inside()) {
            add(record, layer.evidence(), rows);
        }
        return rows;
    }

    private void add(FlowRecord record, List<Evidence> pieces, List<Row> to) {
        pieces.forEach(piece -> to.add(TableRows.row(columns, column -> value(column, record, piece))));
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
}

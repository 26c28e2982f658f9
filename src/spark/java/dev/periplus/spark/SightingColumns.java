package dev.periplus.spark;

import dev.periplus.flow.Role;
import dev.periplus.report.ProcessText;
import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import dev.periplus.sockets.Grade;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads the columns of {@code flows} from native records, as {@link FlowRows} makes them of what was not yet written. */
final class SightingColumns {
    private static final HexFormat HEX = HexFormat.of();

    private final List<RecordField> fields = new RecordFields().columns();

    /** The columns that a native record has. */
    List<RecordField> fields() {
        return fields;
    }

    /**
     * Reads everything that a row may need.
     *
     * @throws BadRecordException if something has another type
     */
    void check(Sighting sighting) throws BadRecordException {
        for (RecordField field : fields) {
            value(field, sighting.tree());
        }
        evidence(sighting);
    }

    /**
     * Returns the value of a column: null for none, an array if it may have several.
     *
     * @throws BadRecordException if it has another type
     */
    @Nullable
    Object value(RecordField field, RecordTree record) throws BadRecordException {
        switch (field.name()) {
            case "known_users" -> {
                List<String> ids = new ArrayList<>();
                for (RecordTree user : record.objects("known_users")) {
                    ids.add(text(user, "id"));
                }
                return ids.toArray();
            }
            case "scan.targets" -> {
                Long targets = record.at("metadata.scan.targets", Long.class);
                return targets == null ? Long.valueOf(0) : targets;
            }
            case "client.process" -> {
                return process(record, Role.CLIENT);
            }
            case "server.process" -> {
                return process(record, Role.SERVER);
            }
            default -> {
                Class<?> type = switch (field.kind()) {
                    case TEXT, ADDRESS -> String.class;
                    case DURATION -> Number.class;
                    case NUMBER -> field.name().equals("confidence") ? Number.class : Long.class;
                    case TIME -> String.class;
                };
                if (field.several()) {
                    return record.all(field.name(), type).toArray();
                }
                Object value = record.at(field.name(), type);
                return value == null ? null : typed(field, value);
            }
        }
    }

    private static Object typed(RecordField field, Object value) throws BadRecordException {
        if (field.kind() == RecordField.Kind.TIME) {
            try {
                return Timestamp.from(Instant.parse((String) value));
            } catch (DateTimeException | IllegalArgumentException e) {
                throw RecordTree.wrong(field.name());
            }
        }
        return value instanceof Number number
                        && !(value instanceof Long
                                && field.kind() == RecordField.Kind.NUMBER
                                && !field.name().equals("confidence"))
                ? number.doubleValue()
                : value;
    }

    private static String text(RecordTree of, String path) throws BadRecordException {
        String text = of.at(path, String.class);
        if (text == null) {
            throw RecordTree.wrong(path);
        }
        return text;
    }

    private static @Nullable String process(RecordTree record, Role role) throws BadRecordException {
        for (RecordTree owner : record.objects("process")) {
            if (text(owner, "side").equals(role.word())) {
                List<OwningProcess> processes = new ArrayList<>();
                for (RecordTree process : owner.objects("processes")) {
                    Long pid = process.at("pid", Long.class);
                    processes.add(new OwningProcess(
                            pid == null ? 0 : pid,
                            process.at("name", String.class),
                            process.at("user", String.class),
                            null,
                            null,
                            List.of()));
                }
                return ProcessText.of(new Owner(role, grade(text(owner, "grade")), processes));
            }
        }
        return null;
    }

    private static Grade grade(String word) throws BadRecordException {
        for (Grade grade : Grade.values()) {
            if (grade.word().equals(word)) {
                return grade;
            }
        }
        throw RecordTree.wrong("process.grade");
    }

    /** Returns the rows of the evidence of a sighting, that of inner protocols last. */
    List<Row> evidence(Sighting sighting) throws BadRecordException {
        List<Row> rows = new ArrayList<>();
        add(sighting, sighting.tree(), rows);
        for (RecordTree layer : sighting.tree().objects("inside")) {
            add(sighting, layer, rows);
        }
        return rows;
    }

    private static void add(Sighting sighting, RecordTree layer, List<Row> to) throws BadRecordException {
        for (RecordTree piece : layer.objects("evidence")) {
            List<@Nullable Object> row = new ArrayList<>();
            for (String column : StreamTables.EVIDENCE) {
                row.add(value(column, sighting, piece));
            }
            to.add(org.apache.spark.sql.RowFactory.create(row.toArray()));
        }
    }

    private static @Nullable Object value(String column, Sighting sighting, RecordTree piece)
            throws BadRecordException {
        return switch (column) {
            case "kind", "says", "rule" -> piece.at(column, String.class);
            case "label" -> piece.at("for", String.class);
            case "weight" -> {
                Number weight = piece.at("weight", Number.class);
                yield weight == null ? null : weight.doubleValue();
            }
            case "evidence_capture" -> {
                String capture = piece.at("capture", String.class);
                boolean rests = piece.at("packet") != null;
                yield capture == null && rests ? sighting.tree().at("capture", String.class) : capture;
            }
            case "packet" -> piece.at("packet", Long.class);
            case "offset" -> {
                Long offset = piece.at("offset", Long.class);
                yield offset == null ? null : offset.intValue();
            }
            case "bytes" -> bytes(piece);
            default -> sighting.arrival().sensor();
        };
    }

    private static byte @Nullable [] bytes(RecordTree piece) throws BadRecordException {
        String digits = piece.at("bytes", String.class);
        try {
            return digits == null ? null : HEX.parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw RecordTree.wrong("evidence.bytes");
        }
    }
}

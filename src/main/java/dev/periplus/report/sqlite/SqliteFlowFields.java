package dev.periplus.report.sqlite;

import dev.periplus.address.Transport;
import dev.periplus.report.FieldWriter;
import dev.periplus.report.FlowFields;
import dev.periplus.report.RecordField;
import dev.periplus.report.RecordField.Kind;
import dev.periplus.report.RecordFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The flow in the current row of a query, for conditions: reads a column or another table when a field is asked for. */
final class SqliteFlowFields implements FlowFields {
    private static final int CONFIDENCE_DECIMALS = 4;
    private static final double CONFIDENCE_SCALE = 10_000;
    private static final int NANO_DECIMALS = 9;

    private final SqliteQueries database;
    private final ResultSet row;
    private final Map<String, List<String>> aliases = RecordFields.aliases();
    private final Map<String, RecordField> columns = new HashMap<>();

    /** @param row of {@link FlowOrder#query} */
    SqliteFlowFields(SqliteQueries database, ResultSet row) {
        this.database = database;
        this.row = row;
        new RecordFields().columns().forEach(field -> columns.put(field.name(), field));
    }

    @Override
    public void write(RecordField field, FieldWriter to) {
        try {
            List<String> names = aliases.get(field.name());
            if (names == null) {
                one(field.name(), to);
                return;
            }
            int transport = RecordFields.transport(field.name());
            if (transport == Transport.NONE || transport == Transport.numberOfName(text("transport"))) {
                for (String name : names) {
                    one(name, to);
                }
            }
        } catch (SQLException e) {
            throw new UncheckedIOException(database.failure(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void one(String name, FieldWriter to) throws SQLException, IOException {
        switch (name) {
            case "capture" -> text("capture_path", to);
            case "vlan" -> {
                number("outer_vlan", to);
                number("vlan", to);
            }
            case "tunnel" ->
                List.of(text("tunnel").split(" ")).stream()
                        .filter(kind -> !kind.isEmpty())
                        .forEach(to::text);
            case "duration" -> to.decimal(row.getLong("end_ns") - row.getLong("start_ns"), NANO_DECIMALS);
            case "packets" -> to.number(row.getLong("client_packets") + row.getLong("server_packets"));
            case "bytes" -> to.number(row.getLong("client_bytes") + row.getLong("server_bytes"));
            case "scan.targets" -> to.number(row.getLong("scan_targets"));
            case "confidence" ->
                to.decimal(Math.round(row.getDouble("confidence") * CONFIDENCE_SCALE), CONFIDENCE_DECIMALS);
            case "protocols" -> others("SELECT protocol FROM protocols WHERE flow = ? ORDER BY position", to);
            case "inside" ->
                others("SELECT protocol FROM protocols WHERE flow = ? AND position > 0 ORDER BY position", to);
            case "incomplete" -> others("SELECT missing FROM incomplete WHERE flow = ?", to);
            case "process" -> others("SELECT name FROM processes WHERE flow = ? AND name IS NOT NULL", to);
            case "client.process" -> process("client", to);
            case "server.process" -> process("server", to);
            case "known_users" ->
                database.each(
                        "SELECT id FROM known_users WHERE transport = ? AND port = ?",
                        found -> to.text(found.text("id")),
                        text("transport"),
                        row.getLong("server_port"));
            default -> column(name, to);
        }
    }

    /** As {@link dev.periplus.report.ProcessText}. */
    private void process(String side, FieldWriter to) throws SQLException, IOException {
        String of = " FROM processes WHERE flow = ?1 AND side = '" + side + "'";
        others(
                "SELECT (SELECT group_concat(one, ', ') FROM (SELECT coalesce("
                        + "name || ' (pid ' || pid || coalesce(', ' || user, '') || ')',"
                        + " 'pid ' || pid || coalesce(', ' || user, ''), 'unknown') AS one" + of
                        + " ORDER BY position LIMIT 3)) || iif(count(*) > 3, ' and ' || (count(*) - 3) || ' more', '')"
                        + " || ', ' || grade" + of + " GROUP BY side",
                to);
    }

    private void column(String name, FieldWriter to) throws SQLException, IOException {
        RecordField field = columns.get(name);
        if (field == null) {
            database.each(
                    "SELECT value FROM metadata WHERE flow = ? AND field = ? COLLATE NOCASE ORDER BY position",
                    found -> to.text(found.text("value")),
                    row.getLong("flow"),
                    name);
            return;
        }
        String column = FlowRow.name(field);
        if (field.kind() == Kind.TIME) {
            to.time(row.getLong(column));
        } else if (field.kind() == Kind.NUMBER) {
            number(column, to);
        } else {
            text(column, to);
        }
    }

    /** Writes the one column of another table's rows. */
    private void others(String query, FieldWriter to) throws SQLException, IOException {
        database.each(
                query,
                found -> found.values().values().forEach(value -> to.text(value.toString())),
                row.getLong("flow"));
    }

    private void number(String column, FieldWriter to) throws SQLException {
        long number = row.getLong(column);
        if (!row.wasNull()) {
            to.number(number);
        }
    }

    private void text(String column, FieldWriter to) throws SQLException {
        String text = row.getString(column);
        if (text != null) {
            to.text(text);
        }
    }

    private String text(String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}

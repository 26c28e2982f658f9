package dev.periplus.report.sqlite;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Queries that are prepared once, and their rows. */
final class SqliteQueries {
    /** Rows of any answer. */
    private static final int MOST_ROWS = 1000;

    private final SqliteDatabase database;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    SqliteQueries(SqliteDatabase database) {
        this.database = database;
    }

    /** Hands at most a thousand rows on. */
    void each(String query, Consumer<SqliteRow> to, Object... parameters) throws IOException {
        try {
            PreparedStatement statement = prepared.get(query);
            if (statement == null) {
                statement = database.prepare(query);
                prepared.put(query, statement);
            }
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                for (int i = 0; i < MOST_ROWS && rows.next(); i++) {
                    to.accept(row(rows));
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    /** Returns the current row. */
    static SqliteRow row(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        Map<String, Object> values = new HashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            Object value = row.getObject(i);
            if (value instanceof String text && text.length() > SqliteRow.LONGEST) {
                value = text.substring(0, SqliteRow.LONGEST) + "...";
            }
            if (value != null) {
                values.put(columns.getColumnLabel(i), value);
            }
        }
        return new SqliteRow(values);
    }

    IOException failure(SQLException e) {
        return database.failure(e);
    }
}

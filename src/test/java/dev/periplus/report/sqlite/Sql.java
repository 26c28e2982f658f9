package dev.periplus.report.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes databases as another program would. */
public final class Sql {
    private Sql() {}

    /** Returns the rows of a query, as values by column name. */
    public static List<Map<String, Object>> rows(Path database, String query) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<Map<String, Object>> all = new ArrayList<>();
            while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.put(rows.getMetaData().getColumnLabel(i), rows.getObject(i));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    /** Returns the first column of a query. */
    public static List<Object> column(Path database, String query) {
        return rows(database, query).stream()
                .map(row -> row.values().iterator().next())
                .toList();
    }

    /** Executes statements. */
    public static void execute(Path database, String... statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(String.join("; ", statements), e);
        }
    }

    /** Returns the names of all tables. */
    public static List<String> tables(Path database) {
        return column(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").stream()
                .map(Object::toString)
                .toList();
    }
}

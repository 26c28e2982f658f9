package dev.periplus.report.sqlite;

import dev.periplus.report.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of one table, written many at a time. The values of a row are given in the order of the columns. */
final class SqliteTable {
    private static final int BATCH = 256;

    private final Function<SQLException, IOException> failure;
    private final List<String> columns = new ArrayList<>();
    private final PreparedStatement insert;
    private int column;
    private int rows;

    /** @param failure what to throw where the database fails */
    SqliteTable(Function<SQLException, IOException> failure, Connection connection, String name) throws SQLException {
        this.failure = failure;
        try (Statement statement = connection.createStatement();
                ResultSet info = statement.executeQuery("PRAGMA table_info(" + name + ")")) {
            while (info.next()) {
                columns.add(info.getString("name"));
            }
        }
        String values = String.join(", ", Collections.nCopies(columns.size(), "?"));
        insert = connection.prepareStatement("INSERT INTO " + name + " VALUES (" + values + ")");
    }

    /** Their names, in the order of the schema. */
    List<String> columns() {
        return columns;
    }

    /** Text as {@link Printable} has it, or null. */
    SqliteTable text(@Nullable String value) {
        return value(value == null ? null : Printable.of(value));
    }

    SqliteTable number(long value) {
        return value(value);
    }

    /** The number, or null unless it is there. */
    SqliteTable number(long value, boolean there) {
        return value(there ? value : null);
    }

    /** {@code scaled} divided by {@code scale}. */
    SqliteTable real(long scaled, double scale) {
        return value(scaled / scale);
    }

    SqliteTable bytes(byte @Nullable [] value) {
        return value(value);
    }

    /** As it is, or null. */
    SqliteTable value(@Nullable Object value) {
        try {
            insert.setObject(++column, value);
        } catch (SQLException e) {
            throw new UncheckedIOException(failure.apply(e));
        }
        return this;
    }

    /** The row is complete. */
    void end() {
        try {
            insert.addBatch();
            column = 0;
            rows++;
            if (rows == BATCH) {
                insert.executeBatch();
                rows = 0;
            }
        } catch (SQLException e) {
            throw new UncheckedIOException(failure.apply(e));
        }
    }

    /** All rows are in the table. */
    void close() throws SQLException {
        insert.executeBatch();
        insert.close();
    }
}

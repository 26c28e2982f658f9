package dev.periplus.report.sqlite;

import dev.periplus.text.Printable;
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

/** Writes rows of one table in batches. Values of a row are set in column order. */
final class SqliteTable {
    private static final int BATCH = 256;

    private final Function<SQLException, IOException> failure;
    private final List<String> columns = new ArrayList<>();
    private final PreparedStatement insert;
    private int column;
    private int rows;

    /** @param failure converts errors of the database */
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

    /** Names of the columns, in schema order. */
    List<String> columns() {
        return columns;
    }

    /** Sets text, made {@link Printable}, or null. */
    SqliteTable text(@Nullable String value) {
        return value(value == null ? null : Printable.of(value));
    }

    SqliteTable number(long value) {
        return value(value);
    }

    /** Sets the number, or null unless {@code there}. */
    SqliteTable number(long value, boolean there) {
        return value(there ? value : null);
    }

    /** Sets {@code scaled} divided by {@code scale}. */
    SqliteTable real(long scaled, double scale) {
        return value(scaled / scale);
    }

    SqliteTable bytes(byte @Nullable [] value) {
        return value(value);
    }

    /** Sets a value unchanged, or null. */
    SqliteTable value(@Nullable Object value) {
        try {
            insert.setObject(++column, value);
        } catch (SQLException e) {
            throw new UncheckedIOException(failure.apply(e));
        }
        return this;
    }

    /** Ends the row. */
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

    /** Writes the remaining rows. */
    void close() throws SQLException {
        insert.executeBatch();
        insert.close();
    }
}

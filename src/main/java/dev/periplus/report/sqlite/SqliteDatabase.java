package dev.periplus.report.sqlite;

import dev.periplus.natives.BundledLibrary;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * A SQLite database with the tables of {@code schema.sql}: created for writing, or opened for reading and untrusted.
 */
final class SqliteDatabase implements AutoCloseable {
    private static final String SCHEMA = "schema.sql";
    private static final String COMPLETE = "complete.sql";

    private static final String DAMAGED = "not a SQLite database, or damaged";

    /** Cache in KiB: pages not yet in the file, and rows sorted at once for an index. */
    private static final int CACHE = 16 << 10;

    /** Steps of SQLite's machine, about a millisecond. */
    private static final int STEPS = 100_000;

    /** Well above any text or bytes of a report. */
    private static final int LONGEST_VALUE = 1 << 20;

    private final Path path;
    private final Connection connection;
    private final List<SqliteTable> written = new ArrayList<>();

    /** Receives the rows of a query. */
    @FunctionalInterface
    interface Rows {
        /** Reads the current row; the caller moves to the next. */
        void row(ResultSet row) throws SQLException;
    }

    private SqliteDatabase(Path path, SQLiteConfig config, UnaryOperator<String> query) throws IOException {
        this.path = path;
        try {
            // A URI, so that no character of the name is read as an option.
            connection = config.createConnection(
                    "jdbc:sqlite:" + query.apply(path.toUri().toString()));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Creates a file with empty tables. It has no journal: it is consistent only once it is closed. */
    static SqliteDatabase create(Path path) throws IOException {
        Files.newOutputStream(path).close();
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.OFF);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setCacheSize(-CACHE);
        try {
            SqliteDatabase database = new SqliteDatabase(path, config, uri -> uri);
            database.begin();
            return database;
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private void begin() throws IOException {
        try {
            execute(connection, SCHEMA);
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Opens a file that may hold anything, for reading.
     *
     * @throws IOException if the file cannot be read, or its tables are not the tables of this version
     */
    static SqliteDatabase open(Path path) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setPragma(Pragma.LIMIT_LENGTH, Integer.toString(LONGEST_VALUE));
        SqliteDatabase database = new SqliteDatabase(path, config, uri -> uri + "?mode=ro");
        try {
            database.checkTables();
            database.checkPages();
        } catch (SQLException e) {
            database.close();
            throw database.failure(e);
        } catch (IOException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /** Checks that the tables match the schema; ignores views, indices and further tables. */
    private void checkTables() throws SQLException, IOException {
        try (Connection empty = new SQLiteConfig().createConnection("jdbc:sqlite::memory:")) {
            execute(empty, SCHEMA);
            Map<String, String> tables = tables(connection);
            for (Map.Entry<String, String> table : tables(empty).entrySet()) {
                if (!table.getValue().equals(tables.get(table.getKey()))) {
                    throw new FileSystemException(
                            path.toString(),
                            null,
                            "not a database of this version of Periplus: see table " + table.getKey());
                }
            }
        }
    }

    /** Rejects pages that refer to one another in a cycle, which would return endless rows. */
    private void checkPages() throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (!rows.next() || !"ok".equals(rows.getString(1))) {
                throw new FileSystemException(path.toString(), null, DAMAGED);
            }
        }
    }

    private static Map<String, String> tables(Connection of) throws SQLException {
        Map<String, String> tables = new TreeMap<>();
        try (Statement statement = of.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, sql FROM sqlite_master WHERE type = 'table'")) {
            while (rows.next()) {
                tables.put(String.valueOf(rows.getString(1)), String.valueOf(rows.getString(2)));
            }
        }
        return tables;
    }

    /** Hands the rows of a query to a reader. */
    void query(String query, Rows to) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                to.row(rows);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Prepares a query that is asked again and again. */
    PreparedStatement prepare(String query) throws SQLException {
        return connection.prepareStatement(query);
    }

    /** Ends queries once the asked condition holds; it is asked often. */
    void endWhen(BooleanSupplier late) throws IOException {
        try {
            ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return late.getAsBoolean() ? 1 : 0;
                }
            });
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    SqliteTable table(String name) throws IOException {
        try {
            SqliteTable table = new SqliteTable(this::failure, connection, name);
            written.add(table);
            return table;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Writes all rows, builds hosts and indices, and closes the file. */
    void complete() throws IOException {
        try {
            for (SqliteTable table : written) {
                table.close();
            }
            execute(connection, COMPLETE);
            connection.commit();
        } catch (SQLException e) {
            throw failure(e);
        }
        close();
    }

    /** Executes the statements of a file beside this class. */
    private static void execute(Connection connection, String file) throws SQLException {
        try (InputStream in = SqliteDatabase.class.getResourceAsStream(file);
                Statement statement = connection.createStatement()) {
            if (in == null) {
                throw new IllegalStateException(file + " is not packaged");
            }
            statement.executeUpdate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns an exception with a readable message. */
    IOException failure(SQLException e) {
        FileSystemException failure = new FileSystemException(path.toString(), null, message(e));
        failure.initCause(e);
        return failure;
    }

    private static String message(SQLException e) {
        if (e.getCause() instanceof NativeLibraryNotFoundException) {
            return BundledLibrary.SQLITE.whyNot();
        }
        SQLiteErrorCode code = e instanceof SQLiteException ours ? ours.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code) {
            case SQLITE_FULL -> "no space left";
            case SQLITE_INTERRUPT -> "the question takes too long";
            case SQLITE_NOTADB, SQLITE_CORRUPT -> DAMAGED;
            case UNKNOWN_ERROR -> Printable.of(String.valueOf(e.getMessage()));
            default -> code.message.toLowerCase(Locale.ROOT) + " (" + code.name() + ")";
        };
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}

package dev.periplus.report.sqlite;

import dev.periplus.report.FlowFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about a database that {@code -o sqlite=FILE} wrote, and that may hold anything. Every question ends
 * after a few seconds at the latest, and returns a bounded number of rows. For use on one thread at a time.
 */
public final class SqliteCase implements AutoCloseable {
    /** Flows between two looks at the clock. */
    private static final int SOME = 64;

    private static final long LOOKING_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final SqliteDatabase database;
    private final SqliteQueries queries;
    private final long flows;
    private long deadline;
    private volatile boolean stopped;

    private SqliteCase(SqliteDatabase database) throws IOException {
        this.database = database;
        queries = new SqliteQueries(database);
        long[] count = new long[1];
        database.query("SELECT count(*) FROM flows", row -> count[0] = row.getLong(1));
        flows = count[0];
        deadline = System.nanoTime() + LONGEST_NANOS;
        database.endWhen(() -> stopped || System.nanoTime() - deadline > 0);
    }

    /**
     * A page of a list of flows.
     *
     * @param looked number of flows that the condition was tried on
     * @param next where the next page begins; null if this is the last
     */
    public record Page(
            List<SqliteRow> flows, long looked, @Nullable Cursor next) {}

    /**
     * A place in a list of flows: behind this flow.
     *
     * @param key what the list is sorted by, a number or a text
     */
    public record Cursor(Object key, long flow) {}

    /**
     * Opens a database.
     *
     * @throws IOException if it cannot be read, or another version of Periplus wrote it
     */
    public static SqliteCase open(Path path) throws IOException {
        SqliteDatabase database = SqliteDatabase.open(path);
        try {
            return new SqliteCase(database);
        } catch (IOException e) {
            database.close();
            throw e;
        }
    }

    /** Number of flows. */
    public long flows() {
        return flows;
    }

    /** Returns at most a thousand rows. */
    public List<SqliteRow> rows(String query, Object... parameters) throws IOException {
        deadline = System.nanoTime() + LONGEST_NANOS;
        List<SqliteRow> rows = new ArrayList<>();
        queries.each(query, rows::add, parameters);
        return rows;
    }

    /**
     * Returns a page of the flows that match. Looks at flows for three seconds at most; then the page has fewer, and the
     * next goes on from there.
     *
     * @param after where to begin, null for the first page
     */
    public Page flows(FlowOrder order, boolean down, @Nullable Cursor after, int most, Predicate<FlowFields> wanted)
            throws IOException {
        long start = System.nanoTime();
        deadline = start + LONGEST_NANOS;
        List<SqliteRow> found = new ArrayList<>();
        try (PreparedStatement statement = database.prepare(order.query(down, after != null))) {
            SqliteQueries.set(statement, after == null ? new Object[0] : new Object[] {after.key(), after.flow()});
            long looked = 0;
            try (ResultSet row = statement.executeQuery()) {
                SqliteFlowFields fields = new SqliteFlowFields(queries, row);
                while (row.next()) {
                    looked++;
                    if (wanted.test(fields)) {
                        found.add(SqliteQueries.row(row));
                    }
                    boolean late = looked % SOME == 0 && System.nanoTime() - start > LOOKING_NANOS;
                    if (found.size() == most || late || looked == order.limit()) {
                        Cursor here = cursor(row);
                        return new Page(found, looked, row.next() || looked == order.limit() ? here : null);
                    }
                }
            }
            return new Page(found, looked, null);
        } catch (SQLException e) {
            throw database.failure(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Cursor cursor(ResultSet row) throws SQLException {
        Object key = row.getObject("sort_key");
        return new Cursor(key == null ? "" : key, row.getLong("flow"));
    }

    /** Lets the question under way fail, and all others; callable from any thread. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() throws IOException {
        database.close(); // its statements too
    }
}

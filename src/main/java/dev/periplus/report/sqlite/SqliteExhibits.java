package dev.periplus.report.sqlite;

import dev.periplus.answer.ExhibitTaker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the exhibits of a database that {@code -o sqlite=FILE} wrote. */
public final class SqliteExhibits {
    private static final byte[] HEAD = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** The original path: {@code path} may have escaped characters. */
    private static final String PATH = "coalesce(CAST(captures.path_utf8 AS TEXT), captures.path, '')";

    private SqliteExhibits() {}

    /** Whether a file is a SQLite database, by its first bytes. */
    public static boolean isDatabase(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(HEAD.length), HEAD);
        }
    }

    /**
     * Hands the exhibits and digests of a database to a taker.
     *
     * @throws IOException if the database cannot be read or another version of Periplus wrote it
     */
    public static void read(Path report, ExhibitTaker into) throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(report)) {
            database.query("SELECT coalesce(version, '') FROM run LIMIT 1", row -> into.version(row.getString(1)));
            database.query(
                    "SELECT " + PATH + ", sha256 FROM captures WHERE sha256 IS NOT NULL ORDER BY capture",
                    row -> into.digest(row.getString(1), row.getString(2)));
            database.query(
                    "SELECT " + PATH
                            + ", coalesce(uid, ''), packet, ifnull(\"offset\", -1), evidence.bytes, coalesce(evidence.label, ''),"
                            + " coalesce(rule, '') FROM evidence"
                            + " LEFT JOIN flows USING (flow) LEFT JOIN captures ON captures.capture = evidence.capture"
                            + " WHERE packet IS NOT NULL AND evidence.bytes IS NOT NULL",
                    row -> into.exhibit(
                            row.getString(1),
                            row.getString(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getBytes(5),
                            row.getString(6),
                            row.getString(7)));
            SqliteFlows flows = new SqliteFlows(into);
            database.query(SqliteFlows.QUERY, flows);
            flows.end();
        }
    }
}

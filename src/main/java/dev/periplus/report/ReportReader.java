package dev.periplus.report;

import dev.periplus.answer.ExhibitTaker;
import java.io.IOException;
import java.nio.file.Path;

/** Reads reports back. */
public final class ReportReader {
    private ReportReader() {}

    /**
     * Reads the exhibits of a report, NDJSON or a SQLite database.
     *
     * @throws IOException if it cannot be read, or is no such report
     */
    public static void exhibits(Path report, ExhibitTaker into) throws IOException {
        if (SqliteExhibits.isDatabase(report)) {
            SqliteExhibits.read(report, into);
        } else {
            JsonExhibits.read(report, into);
        }
    }
}

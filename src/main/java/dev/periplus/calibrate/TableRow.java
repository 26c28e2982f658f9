package dev.periplus.calibrate;

import dev.periplus.rulefile.RuleError;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A row of a table with tabs between its cells; its columns are named by the first line that is no remark. */
final class TableRow {
    private final String table;
    private final int line;
    private final List<String> columns;
    private final List<String> cells;

    private TableRow(String table, int line, List<String> columns, List<String> cells) {
        this.table = table;
        this.line = line;
        this.columns = columns;
        this.cells = cells;
    }

    /**
     * Returns the rows of a file.
     *
     * @param needed columns that it must have
     */
    static List<TableRow> read(Path file, String... needed) throws IOException {
        try {
            return of(file.toString(), Files.readString(file), needed);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not UTF-8", e);
        }
    }

    /** Returns the rows of a text without its remarks, which begin with {@code #}. */
    static List<TableRow> of(String table, String text, String... needed) throws TableException {
        List<TableRow> rows = new ArrayList<>();
        List<String> columns = List.of();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            TableRow row = new TableRow(table, number, columns, Arrays.asList(line.split("\t", -1)));
            if (columns.isEmpty()) {
                columns = row.cells;
                row.needs(needed);
            } else {
                rows.add(row);
            }
        }
        if (columns.isEmpty()) {
            throw new TableException(new RuleError(table, 1, "no line that names the columns"));
        }
        return rows;
    }

    private void needs(String... needed) throws TableException {
        for (String column : needed) {
            if (!cells.contains(column)) {
                throw wrong("no column '" + column + "'");
            }
        }
    }

    /** Returns a cell; an empty text if the table has no such column or the row ends before it. */
    String get(String column) {
        int index = columns.indexOf(column);
        return index < 0 || index >= cells.size() ? "" : cells.get(index);
    }

    /** Returns a cell that holds a count. */
    long count(String column) throws TableException {
        String text = get(column);
        if (!text.matches("\\d{1,7}")) {
            throw wrong(column + " is no count below 10 million");
        }
        return Long.parseLong(text);
    }

    /** Returns an error about this row, with file and line. */
    TableException wrong(String problem) {
        return new TableException(new RuleError(table, line, problem));
    }
}

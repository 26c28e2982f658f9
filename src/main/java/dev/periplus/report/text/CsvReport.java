package dev.periplus.report.text;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.Digits;
import dev.periplus.report.FieldWriter;
import dev.periplus.report.LineWriter;
import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import dev.periplus.text.Printable;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes CSV (RFC 4180) in UTF-8: a header, then one flow per line. Several values of a field share a cell, separated
 * by spaces. Text that a spreadsheet would read as a formula gets a leading apostrophe. Control characters are escaped,
 * so every line end ends a record.
 */
public final class CsvReport implements FlowSink {
    private static final String END = "\r\n";

    /** Characters that begin a formula, and their full-width forms. */
    private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

    private final LineWriter lines;
    private final StringBuilder line = new StringBuilder();
    private final List<RecordField> columns;
    private final Cell cell = new Cell();
    private boolean begun;

    /** @param out flushed by {@link #finish} but not closed */
    public CsvReport(OutputStream out) {
        this(out, List.of());
    }

    /** @param fields names of fields, as in conditions, in the order of columns; none for the usual columns */
    public CsvReport(OutputStream out, List<String> fields) {
        lines = new LineWriter(out);
        columns = fields.isEmpty() ? new RecordFields().columns() : new RecordFields().named(fields);
    }

    @Override
    public void flow(FlowRecord record) {
        line.setLength(0);
        for (RecordField column : columns) {
            cell.write(record, column);
        }
        line.setLength(line.length() - 1);
        begin();
        lines.add(line.append(END));
    }

    @Override
    public void goesOn(FlowRecord record) {
        flow(record);
    }

    @Override
    public void flush() {
        begin();
        lines.flush();
    }

    @Override
    public void finish(RunSummary run) {
        flush();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            lines.add(columns.stream().map(RecordField::column).collect(Collectors.joining(",")) + END);
        }
    }

    /** Appends the values of a field to the line. */
    private final class Cell implements FieldWriter {
        private final Digits digits = new Digits();
        private int start;
        private boolean text;

        void write(FlowRecord record, RecordField column) {
            start = line.length();
            text = false;
            column.write(record, this);
            if (text) {
                defuse();
                quote();
            }
            line.append(',');
        }

        private void separate() {
            if (line.length() > start) {
                line.append(' ');
            }
        }

        @Override
        public void text(String value) {
            separate();
            line.append(Printable.of(value));
            text = true;
        }

        @Override
        public void number(long value) {
            separate();
            line.append(value);
        }

        @Override
        public void decimal(long scaled, int decimals) {
            separate();
            digits.decimal(scaled, decimals).appendTo(line);
        }

        @Override
        public void time(long nanos) {
            separate();
            digits.time(nanos).appendTo(line);
        }

        private void defuse() {
            int first = start;
            while (first < line.length() && Character.isWhitespace(line.charAt(first))) {
                first++;
            }
            if (first < line.length() && FORMULA.indexOf(line.charAt(first)) >= 0) {
                line.insert(start, '\'');
            }
        }

        /**
         * Quotes a cell with a comma, a quote, or a semicolon, which separates cells in locales with a decimal comma.
         */
        private void quote() {
            boolean quoted = false;
            for (int i = line.length() - 1; i >= start; i--) {
                char c = line.charAt(i);
                if (c == '"') {
                    line.insert(i, '"');
                }
                quoted |= c == ',' || c == ';' || c == '"';
            }
            if (quoted) {
                line.insert(start, '"').append('"');
            }
        }
    }
}

package dev.periplus.report.text;

import dev.periplus.report.text.Page.Style;
import java.util.List;
import java.util.function.Function;

/**
 * Computes the widths of the table's columns: as wide as their cells if the page has room, else narrower; addresses
 * shrink last.
 */
final class TableLayout {
    private static final int NUMBER = 0;
    private static final int TRANSPORT = 1;
    private static final int CLIENT = 2;
    private static final int SERVER = 3;
    private static final int LABEL = 4;
    private static final int CONFIDENCE = 5;
    private static final int MARK = 6;
    private static final int REGISTERED = 7;
    private static final int PACKETS = 8;
    private static final int BYTES = 9;

    private static final String[] HEADER = {
        "flow", "", "client", "server", "label", "", "", "port registered for", "packets", "bytes"
    };
    private static final String[] SHORTER_REGISTERED = {"registered for", "registered", "claim"};
    private static final String[] GAPS = {"", "  ", "  ", " → ", "  ", " ", "  ", " ", "  ", "  "};
    private static final List<Function<TableRow, String>> CELLS = List.of(
            TableRow::number,
            TableRow::transport,
            TableRow::client,
            TableRow::server,
            TableRow::label,
            TableRow::confidence,
            TableRow::mark,
            TableRow::registered,
            TableRow::packets,
            TableRow::bytes);

    /** Columns in the order in which they shrink, and their least width. */
    private static final int[][] YIELDING = {
        {REGISTERED, 14},
        {LABEL, 14},
        {CLIENT, 15},
        {SERVER, 21},
        {REGISTERED, 10},
        {LABEL, 12},
        {REGISTERED, 8},
        {LABEL, 10},
        {SERVER, 14},
        {CLIENT, 8},
        {REGISTERED, 7},
        {LABEL, 7},
        {SERVER, 9},
        {CLIENT, 3}
    };

    private static final int ROOM_FOR_AMOUNTS = 96;

    private final int[] widths = new int[HEADER.length];
    private final int shown;

    /** Whether the confidence is shown; it gives way to a rate. */
    private final boolean confidence;

    private final Page page;
    private final String packets;

    TableLayout(Page page, List<TableRow> rows) {
        this(page, rows, HEADER[PACKETS]);
    }

    /** @param packets heading of the packets column */
    TableLayout(Page page, List<TableRow> rows, String packets) {
        this.page = page;
        this.packets = packets;
        boolean narrow = page.width() < ROOM_FOR_AMOUNTS;
        boolean rates = !packets.equals(HEADER[PACKETS]);
        shown = !narrow ? HEADER.length : rates ? BYTES : PACKETS;
        confidence = !narrow || !rates;
        for (int i = 0; i < shown; i++) {
            if (hides(i)) {
                continue;
            }
            widths[i] = Columns.width(HEADER[i]);
            for (TableRow row : rows) {
                widths[i] = Math.max(widths[i], Columns.width(CELLS.get(i).apply(row)));
            }
        }
        narrow();
    }

    private void narrow() {
        int over = -page.width();
        for (int i = 0; i < shown; i++) {
            over += hides(i) ? 0 : widths[i] + GAPS[i].length();
        }
        for (int[] column : YIELDING) {
            int given = Math.min(over, widths[column[0]] - column[1]);
            if (given > 0) {
                widths[column[0]] -= given;
                over -= given;
            }
        }
    }

    private boolean hides(int column) {
        return column == CONFIDENCE && !confidence;
    }

    /** Start of the second column; lines below a row are indented to it. */
    int indent() {
        return widths[NUMBER] + GAPS[TRANSPORT].length();
    }

    void header() {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            if (hides(i)) {
                continue;
            }
            String name = i == REGISTERED ? registered() : i == PACKETS ? packets : HEADER[i];
            line.append(GAPS[i].replace('→', ' ')).append(cell(i, name));
        }
        page.line(Style.FAINT, line.toString().stripTrailing());
    }

    private String registered() {
        String name = HEADER[REGISTERED];
        for (int i = 0; i < SHORTER_REGISTERED.length && name.length() > widths[REGISTERED]; i++) {
            name = SHORTER_REGISTERED[i];
        }
        return name;
    }

    void row(TableRow row, Style style) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            if (hides(i)) {
                continue;
            }
            String text = cell(i, CELLS.get(i).apply(row));
            line.append(GAPS[i]).append(page.styled(styleOf(i, style), text));
        }
        page.line(line.toString());
        if (Columns.width(row.client()) > widths[CLIENT] || Columns.width(row.server()) > widths[SERVER]) {
            page.paragraph(Style.PLAIN, indent(), row.client() + " → " + row.server(), Integer.MAX_VALUE);
        }
    }

    private static Style styleOf(int column, Style label) {
        return switch (column) {
            case LABEL, MARK -> label;
            case NUMBER, CONFIDENCE -> Style.FAINT;
            default -> Style.PLAIN;
        };
    }

    private String cell(int column, String text) {
        return switch (column) {
            case NUMBER, PACKETS, BYTES -> Columns.right(text, widths[column]);
            case CLIENT, SERVER -> Columns.left(Columns.cutMiddle(text, widths[column]), widths[column]);
            default -> Columns.left(text, widths[column]);
        };
    }
}

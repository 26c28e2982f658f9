package dev.periplus.report.text;

import dev.periplus.report.text.Page.Style;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text table with columns as wide as their cells; the last column takes the remaining width. Where that is too little,
 * the widest columns of text give way. Cells that are too long take up to three lines.
 */
final class TextTable {
    private static final String GAP = "  ";
    private static final int WIDEST = 46;
    private static final int LEAST = 12;
    private static final int LINES = 3;

    private final String[] header;
    private final List<String[]> rows = new ArrayList<>();

    /** @param header column headings; one that begins with a space heads a column of numbers */
    TextTable(String... header) {
        this.header = header;
    }

    /** @param cells one per column */
    void row(String... cells) {
        String[] printable = new String[cells.length];
        Arrays.setAll(printable, i -> Printable.of(cells[i]));
        rows.add(printable);
    }

    /** Leaves out the rows beyond this number, and returns how many they are. */
    int limit(int most) {
        int more = Math.max(0, rows.size() - most);
        rows.subList(rows.size() - more, rows.size()).clear();
        return more;
    }

    void print(Page page) {
        int last = header.length - 1;
        int[] widths = new int[header.length];
        int used = 0;
        for (int i = 0; i < last; i++) {
            widths[i] = Columns.width(header[i].trim());
            for (String[] row : rows) {
                widths[i] = Math.max(widths[i], Math.min(WIDEST, Columns.width(row[i])));
            }
            used += widths[i] + GAP.length();
        }
        used -= narrow(widths, used + LEAST - page.width());
        widths[last] = Math.max(LEAST, page.width() - used);
        String[] names = new String[header.length];
        Arrays.setAll(names, i -> header[i].trim());
        page.line(Style.FAINT, line(names, widths));
        for (String[] row : rows) {
            print(row, widths, page);
        }
    }

    /** Takes width from the widest columns of text but the last; returns how much. */
    private int narrow(int[] widths, int wanted) {
        int taken = 0;
        for (int widest = 0; taken < wanted && widest >= 0; taken += widest < 0 ? 0 : 1) {
            widest = -1;
            for (int i = 0; i < widths.length - 1; i++) {
                boolean gives = !isNumber(i) && widths[i] > LEAST;
                widest = gives && (widest < 0 || widths[i] > widths[widest]) ? i : widest;
            }
            if (widest >= 0) {
                widths[widest]--;
            }
        }
        return taken;
    }

    private boolean isNumber(int column) {
        return header[column].startsWith(" ");
    }

    private void print(String[] row, int[] widths, Page page) {
        List<List<String>> wrapped = new ArrayList<>();
        int lines = 1;
        for (int i = 0; i < row.length; i++) {
            wrapped.add(isNumber(i) ? List.of(row[i]) : Columns.wrap(row[i], widths[i], LINES));
            lines = Math.max(lines, wrapped.get(i).size());
        }
        String[] cells = new String[row.length];
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < cells.length; i++) {
                cells[i] = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
            }
            page.line(line(cells, widths));
        }
    }

    private String line(String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            line.append(i == 0 ? "" : GAP)
                    .append(isNumber(i) ? Columns.right(cells[i], widths[i]) : Columns.left(cells[i], widths[i]));
        }
        return line.toString().stripTrailing();
    }
}

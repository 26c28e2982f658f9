package dev.periplus.report.text;

import dev.periplus.report.text.Page.Style;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text table with columns as wide as their cells; the last column takes the remaining width, in at most three lines.
 */
final class TextTable {
    private static final String GAP = "  ";
    private static final int WIDEST = 46;
    private static final int LEAST_LAST = 12;
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
        widths[last] = Math.max(LEAST_LAST, page.width() - used);
        String[] names = new String[header.length];
        Arrays.setAll(names, i -> header[i].trim());
        page.line(Style.FAINT, line(names, widths));
        for (String[] row : rows) {
            print(row, widths, page);
        }
    }

    private void print(String[] row, int[] widths, Page page) {
        int last = row.length - 1;
        List<String> lines = Columns.wrap(row[last], widths[last], LINES);
        String[] cells = row.clone();
        for (int i = 0; i < Math.max(1, lines.size()); i++) {
            cells[last] = lines.isEmpty() ? "" : lines.get(i);
            page.line(line(cells, widths));
            Arrays.fill(cells, "");
        }
    }

    private String line(String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            boolean number = header[i].startsWith(" ");
            line.append(i == 0 ? "" : GAP)
                    .append(number ? Columns.right(cells[i], widths[i]) : Columns.left(cells[i], widths[i]));
        }
        return line.toString().stripTrailing();
    }
}

package dev.periplus.report.text;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.Why;
import dev.periplus.report.text.Page.Style;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints a text table: conflicts first, a line or two of explanation under each row, a summary last. Prints at the end
 * of the run, because only then is the order known. Keeps at most {@link Section#capacity} flows of a section and
 * counts the others. No line is wider than the page.
 */
public final class TableReport implements FlowSink {
    private static final int MOST_ROWS = 40;
    private static final int ROWS_OF_A_SECTION = 4;
    private static final int MOST_SCANNERS = 10;
    private static final int LINES_OF_WHY = 2;

    /** Rows of a section to show. */
    private record Shown(Section section, List<MergedFlows> rows) {
        long flows() {
            return rows.stream().mapToLong(MergedFlows::flows).sum();
        }
    }

    private final Page page;
    private final boolean evidence;
    private final boolean all;
    private final @Nullable RowSorting sorting;
    private final int limit;
    private final Map<Section, SectionRows> flows = new EnumMap<>(Section.class);
    private final SummaryText summary = new SummaryText();
    private final Scanners scanners = summary.scanners();

    /**
     * @param out flushed by {@link #finish} but not closed
     */
    public TableReport(OutputStream out, TextOptions options) {
        page = new Page(out, options);
        evidence = options.evidence();
        all = options.all();
        sorting = options.sorting();
        limit = options.limit();
        for (Section section : Section.values()) {
            flows.put(section, new SectionRows(section.capacity()));
        }
    }

    @Override
    public void flow(FlowRecord record) {
        Section section = summary.add(record);
        if (section != null) {
            flowsOf(section).add(record);
        }
    }

    @Override
    public void finish(RunSummary run) {
        table();
        if (summary.flows() > 0 && page.hasSummary()) {
            page.blank();
        }
        summary.print(page, run);
        page.flush();
    }

    /** Prints the table without a summary; call it instead of {@link #finish}. */
    public void finishTable() {
        table();
        page.flush();
    }

    private SectionRows flowsOf(Section section) {
        return flows.get(section);
    }

    private void table() {
        List<Shown> sections = shown();
        List<TableRow> rows = new ArrayList<>();
        for (Shown section : sections) {
            section.rows().forEach(merged -> rows.add(TableRow.of(merged)));
        }
        TableLayout layout = new TableLayout(page, rows);
        if (!rows.isEmpty()) {
            layout.header();
        }
        boolean scansTold = scanners.size() == 0;
        for (Shown section : sections) {
            if (!scansTold && section.section() != Section.CONFLICT) {
                scans();
                scansTold = true;
            }
            section(section, layout);
        }
        if (!scansTold) {
            scans();
        }
    }

    private List<Shown> shown() {
        boolean together = !all && summary.flows() - scanners.flows() > MOST_ROWS;
        List<Shown> shown = new ArrayList<>();
        int rows = 0;
        for (Section section : Section.values()) {
            boolean byNumber = section != Section.CONFLICT && section != Section.CLAIMED;
            SectionRows flowsOf = flowsOf(section);
            List<MergedFlows> found = together ? flowsOf.together(byNumber) : flowsOf.single();
            if (sorting != null) {
                found = sorting.sorted(found);
            }
            if (!found.isEmpty()) {
                shown.add(new Shown(section, found));
                rows += found.size();
            }
        }
        if (limit > 0) {
            return shown.stream().map(this::limited).toList();
        }
        return all || rows <= MOST_ROWS ? shown : shortened(shown);
    }

    private Shown limited(Shown section) {
        int most = Math.min(limit, section.rows().size());
        return new Shown(section.section(), section.rows().subList(0, most));
    }

    /** Keeps some rows of every section; the remaining room goes to the first sections. */
    private static List<Shown> shortened(List<Shown> sections) {
        int room = MOST_ROWS;
        for (Shown section : sections) {
            room -= Math.min(section.rows().size(), ROWS_OF_A_SECTION);
        }
        List<Shown> shortened = new ArrayList<>();
        for (Shown section : sections) {
            int least = Math.min(section.rows().size(), ROWS_OF_A_SECTION);
            int more = Math.min(section.rows().size() - least, Math.max(0, room));
            room -= more;
            shortened.add(new Shown(section.section(), section.rows().subList(0, least + more)));
        }
        return shortened;
    }

    private void section(Shown shown, TableLayout layout) {
        Section section = shown.section();
        long flows = flowsOf(section).flows();
        page.blank();
        heading(section.title(), Amounts.count(flows, "flow"));
        boolean apart = false;
        for (MergedFlows merged : shown.rows()) {
            if (apart) {
                page.blank();
            }
            layout.row(TableRow.of(merged), section.style());
            why(merged, layout);
            apart = evidence;
        }
        long hidden = flows - shown.flows();
        if (hidden > 0) {
            String how = limit > 0
                    ? "a higher --limit lists more"
                    : all ? "use -o json to list all" : "use --all to list all";
            page.line(Style.FAINT, " ".repeat(layout.indent()) + Amounts.count(hidden, "more flow") + ": " + how);
        }
    }

    private void why(MergedFlows merged, TableLayout layout) {
        FlowRecord record = merged.first();
        if (evidence) {
            if (merged.flows() > 1) {
                page.line(Style.FAINT, " ".repeat(layout.indent()) + "flow " + record.number() + ":");
            }
            if (record.verdict().label() == null) {
                page.paragraph(Style.FAINT, layout.indent(), Why.of(record), Integer.MAX_VALUE);
            }
            EvidenceTrail.print(page, record, layout.indent());
        } else {
            String why = Why.of(record);
            String which = merged.flows() == 1 || why.isEmpty() ? "" : "flow " + record.number() + ": ";
            page.paragraph(Style.FAINT, layout.indent(), which + why, LINES_OF_WHY);
        }
    }

    private void scans() {
        page.blank();
        heading("Scans", Amounts.count(scanners.size(), "scanner"));
        for (String line : scanners.lines(all ? Integer.MAX_VALUE : MOST_SCANNERS)) {
            page.paragraph(Style.PLAIN, 2, line, LINES_OF_WHY);
        }
        if (!all && scanners.size() > MOST_SCANNERS) {
            String more = Amounts.count(scanners.size() - MOST_SCANNERS, "more scanner");
            page.line(Style.FAINT, "  " + more + ": use --all to list all");
        }
    }

    private void heading(String title, String count) {
        page.line(page.styled(Style.HEADING, title) + page.styled(Style.FAINT, "  " + count));
    }
}

package dev.periplus.report.text;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Severity;
import dev.periplus.report.Digits;
import dev.periplus.report.Printable;
import dev.periplus.report.text.Page.Style;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Findings for people: the gravest first, each with what it rests on; then the summary of the run. */
public final class FindingsText implements FlowSink {
    private static final int INDENT = 10;
    private static final int MOST = 200;
    private static final int LINES = 4;
    private static final int SECONDS = 19;

    private final Page page;
    private final boolean all;
    private final SummaryText summary = new SummaryText();
    private final Set<String> explained = new HashSet<>();
    private int shown;
    private int hidden;
    private int information;

    /**
     * @param out is flushed by {@link #finish} and not closed
     * @param width columns, 60 at least
     * @param all whether to print every finding, those for information too
     */
    public FindingsText(OutputStream out, int width, boolean colour, boolean all) {
        page = new Page(out, width, colour);
        this.all = all;
    }

    @Override
    public void flow(FlowRecord record) {
        summary.add(record);
    }

    @Override
    public void finding(Finding finding) {
        Severity severity = finding.severity();
        if (!all && severity == Severity.INFO) {
            information++;
            return;
        }
        if (!all && shown == MOST) {
            hidden++;
            return;
        }
        shown++;
        String word = severity.word().toUpperCase(Locale.ROOT);
        List<String> title = Columns.wrap(Printable.of(finding.title()), page.width() - INDENT, LINES);
        for (int i = 0; i < title.size(); i++) {
            page.line(page.styled(style(severity), Columns.left(i == 0 ? word : "", INDENT))
                    + page.styled(Style.HEADING, title.get(i)));
        }
        page.paragraph(Style.PLAIN, INDENT, Printable.of(volume(finding)), LINES);
        for (String fact : finding.facts()) {
            page.paragraph(Style.PLAIN, INDENT, Printable.of(fact), LINES);
        }
        finding.examples().forEach(this::example);
        if (explained.add(finding.id())) {
            page.paragraph(Style.FAINT, INDENT, Printable.of(finding.means()), LINES);
        }
        page.blank();
    }

    private static Style style(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> Style.DAMAGE;
            case MEDIUM -> Style.CONFLICT;
            default -> Style.FAINT;
        };
    }

    private static String volume(Finding finding) {
        return finding.where() + "  " + Amounts.count(finding.flows(), "flow") + " of "
                + Amounts.count(finding.clients(), "client") + ", " + Amounts.bytes(finding.bytes()) + ", "
                + time(finding.first()) + " UTC";
    }

    private static String time(long nanos) {
        return new Digits().time(nanos).toString().replace('T', ' ').substring(0, SECONDS);
    }

    private void example(FlowRecord record) {
        String why = record.evidence().stream()
                .filter(piece -> piece.label().equals(record.verdict().label()))
                .max(Comparator.comparingDouble(Evidence::weight))
                .map(piece -> ": " + piece.says() + (piece.packet() > 0 ? " (packet " + piece.packet() + ")" : ""))
                .orElse("");
        page.paragraph(
                Style.PLAIN, INDENT, Printable.of("flow " + record.number() + " of " + record.capture() + why), LINES);
    }

    @Override
    public void finish(RunSummary run) {
        if (shown == 0) {
            page.line("Nothing was found that somebody must look at.");
            page.blank();
        }
        if (information + hidden > 0) {
            page.line(
                    Style.FAINT,
                    Amounts.count(information, "finding") + " for information"
                            + (hidden == 0 ? "" : " and " + hidden + " more") + " not shown; --all shows them.");
            page.blank();
        }
        summary.print(page, run);
        page.flush();
    }
}

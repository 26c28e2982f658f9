package dev.periplus.report.text;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Severity;
import dev.periplus.report.FindingIds;
import dev.periplus.report.FlowIds;
import dev.periplus.report.Why;
import dev.periplus.report.text.Page.Style;
import dev.periplus.text.Printable;
import dev.periplus.text.ShellWord;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Prints findings as text, the most severe first, each with its facts and example flows; then the summary of the run.
 */
public final class FindingsText implements FlowSink {
    private static final int INDENT = 10;
    private static final int MOST = 200;
    private static final int LINES = 4;

    private final Page page;
    /** Accepted services that are named for each file. */
    private static final int ACCEPTED = 5;

    /** Clients that are named; more are counted. */
    private static final int CLIENTS = 3;

    /** Characters of a date and the space behind it. */
    private final FlowIds ids = new FlowIds();

    private final boolean all;
    private final SummaryText summary = new SummaryText();
    private final Set<String> explained = new HashSet<>();
    private int shown;
    private int hidden;
    private int information;

    /**
     * @param out flushed by {@link #finish} but not closed
     */
    public FindingsText(OutputStream out, TextOptions options) {
        page = new Page(out, options);
        all = options.all();
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
        FlowRecord best = finding.best();
        page.paragraph(Style.FAINT, INDENT, "finding " + FindingIds.of(finding), LINES);
        if (best != null) {
            page.paragraph(Style.FAINT, INDENT, command(best), LINES);
        }
        if (explained.add(finding.id())) {
            page.paragraph(Style.FAINT, INDENT, Printable.of(finding.advice()), LINES);
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

    /** The command that shows a flow with its evidence. */
    private String command(FlowRecord record) {
        return "periplus explain --flow " + ids.uidText(record.flow()) + " " + ShellWord.of(record.capture());
    }

    private String volume(Finding finding) {
        long down = finding.bytes() - finding.uploaded();
        return finding.where() + "  " + Amounts.count(finding.flows(), "flow") + " from " + finding.clientWords(CLIENTS)
                + ", "
                + Amounts.bytes(finding.bytes()) + (down == 0 ? "" : " (" + Amounts.bytes(finding.uploaded()) + " up)")
                + ", " + page.clock().times(finding.first(), finding.last());
    }

    private void example(FlowRecord record) {
        String which = "flow " + record.number() + " in " + record.capture();
        page.paragraph(Style.PLAIN, INDENT, Printable.of(which + Why.ofExample(record)), LINES);
    }

    @Override
    public void finish(RunSummary run) {
        if (shown == 0) {
            page.line("No findings.");
            page.blank();
        }
        RunSummary.Custody custody = run.custody();
        if (custody != null && !custody.accepted().isEmpty()) {
            custody.accepted()
                    .forEach(file -> page.paragraph(Style.FAINT, 0, Printable.of(file.sentence(ACCEPTED)), LINES));
            page.blank();
        }
        if (information + hidden > 0) {
            page.line(
                    Style.FAINT,
                    Amounts.count(information, "informational finding")
                            + (hidden == 0 ? "" : " and " + hidden + " more") + " not shown; use --all to list them.");
            page.blank();
        }
        summary.print(page, run);
        page.flush();
    }
}

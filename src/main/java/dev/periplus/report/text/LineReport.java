package dev.periplus.report.text;

import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.flow.Flow;
import dev.periplus.report.ProcessText;
import dev.periplus.text.Printable;
import java.io.OutputStream;
import java.util.List;

/** Prints one line per flow as soon as it ends, then the summary of the run. */
public final class LineReport implements FlowSink {
    private final Page page;
    private final boolean lines;
    private final SummaryText summary = new SummaryText();

    /**
     * @param out flushed but not closed
     * @param lines false to print only the summary
     */
    public LineReport(OutputStream out, TextOptions options, boolean lines) {
        this.lines = lines;
        page = new Page(out, options);
    }

    @Override
    public void flow(FlowRecord record) {
        Section section = summary.add(record);
        if (section != null) {
            line(record, section, "");
        }
    }

    @Override
    public void goesOn(FlowRecord record) {
        line(record, Section.of(record), ", still open");
    }

    private void line(FlowRecord record, Section section, String state) {
        if (!lines) {
            return;
        }
        Flow flow = record.flow();
        TableRow row = TableRow.of(new MergedFlows(record));
        String label =
                page.styled(section.style(), row.label()) + (row.confidence().isEmpty() ? "" : " " + row.confidence());
        String registered = row.registered().isEmpty() ? "" : "  " + row.mark() + " " + row.registered();
        page.line(page.clock().millis(flow.start()) + " " + row.transport() + "  " + row.client()
                + (Transport.isFrame(flow.protocol()) ? "" : ":" + flow.port(flow.clientSide()))
                + " → " + row.server() + "  " + label + registered + "  "
                + Amounts.count(flow.packets(0) + flow.packets(1), "packet") + ", " + row.bytes()
                + ", " + Amounts.duration(flow.end() - flow.start())
                + state
                + processes(record));
    }

    private static String processes(FlowRecord record) {
        List<String> known = ProcessText.sentences(record);
        return known.isEmpty() ? "" : "; " + Printable.of(String.join("; ", known));
    }

    @Override
    public void flush() {
        page.flush();
    }

    @Override
    public void finish(RunSummary run) {
        if (lines && page.hasSummary()) {
            page.blank();
        }
        summary.print(page, run);
        page.flush();
    }
}

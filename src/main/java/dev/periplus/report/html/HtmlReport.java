package dev.periplus.report.html;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.RunSummary;
import dev.periplus.file.PartFile;
import dev.periplus.memory.Memory;
import dev.periplus.report.Losses;
import dev.periplus.report.html.HtmlTemplate.Part;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonReport;
import dev.periplus.report.json.JsonText;
import dev.periplus.report.text.Section;
import dev.periplus.report.text.SummaryText;
import dev.periplus.view.Views;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes one self-contained page that needs no network: findings, views, flows with their evidence.
 *
 * <p>How it works. Findings, summary and custody are HTML. Everything else is data in {@link HtmlBlock}s, which the
 * script of the page unpacks and shows as text: the rows of all flows at once, the records (as in {@link JsonReport}) a
 * chunk at a time, when a flow is opened. Flows are stored in a {@link FlowSpool} as they arrive and read back at the
 * end, when {@link FlowSelection} knows which of them fit. Flows that findings name are always included.
 */
public final class HtmlReport implements FlowSink {
    private static final int MOST_FLOWS = Memory.scaled(50_000);
    private static final int BUFFER = 1 << 16;

    private final PartFile file;
    private final OutputStream page;
    private final FlowSpool spool;
    private final Views views = new Views();
    private final SummaryText summary = new SummaryText();
    private final HtmlFindings findings = new HtmlFindings();
    private final FlowSelection selection;
    private final JsonText row = new JsonText();
    private final JsonText detail = new JsonText();
    private final HtmlRow rows = new HtmlRow(row);
    private final JsonFlow details = new JsonFlow(detail);

    /** Flows that findings name, by number. */
    private final Map<Long, FlowRecord> examples = new TreeMap<>();

    private HtmlReport(PartFile file, int mostFlows) throws IOException {
        this.file = file;
        page = new BufferedOutputStream(file.out(), BUFFER);
        spool = new FlowSpool();
        selection = new FlowSelection(mostFlows);
    }

    /** Begins a page in a file, which appears once {@link #finish} has written it. */
    public static HtmlReport in(Path file) throws IOException {
        return in(file, MOST_FLOWS);
    }

    /** @param mostFlows in the table, not counting flows that only findings name */
    static HtmlReport in(Path file, int mostFlows) throws IOException {
        return new HtmlReport(PartFile.named(file), mostFlows);
    }

    @Override
    public void flow(FlowRecord record) {
        views.accept(record);
        summary.add(record);
        int level = selection.level(record);
        if (level >= 0) {
            put(record, level);
        }
    }

    /** Stores a flow and returns the index of its entry. */
    private int put(FlowRecord record, int level) {
        rows.write(record);
        details.write(record);
        int index;
        try {
            index = spool.put(record.number(), level, row, detail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        row.clear();
        detail.clear();
        return index;
    }

    @Override
    public void hosts(HostFacts known) {
        views.hosts().known(known);
    }

    @Override
    public void finding(Finding finding) {
        if (findings.add(finding)) {
            finding.examples().forEach(example -> examples.put(example.number(), example));
        }
    }

    @Override
    public void finish(RunSummary run) {
        try (file;
                spool) {
            HtmlTemplate.write(page, parts(run, choose()));
            page.flush();
            file.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Part> parts(RunSummary run, BitSet chosen) {
        List<SummaryText.Item> outcome = summary.outcome(run);
        boolean looked = run.custody() != null;
        return Map.ofEntries(
                Map.entry("title", Part.of(HtmlText.of(HtmlRun.title(run)))),
                Map.entry("made", Part.of(HtmlRun.made(run))),
                Map.entry("verdict", Part.of(HtmlText.of(findings.verdict(looked)))),
                Map.entry("summary", Part.of(HtmlRun.summary(run, outcome))),
                Map.entry("findings", Part.of(findings.html(looked))),
                Map.entry("custody", Part.of(HtmlRun.custody(run))),
                Map.entry("lost", Part.of(HtmlText.of(Losses.lost(run.counters())))),
                Map.entry("effort", Part.of(HtmlRun.effort(outcome))),
                Map.entry("counters", Part.of(HtmlRun.counters(run))),
                Map.entry("data", out -> data(out, run, chosen)),
                Map.entry("records", out -> records(out, chosen)));
    }

    /** Chooses the flows to show; adds flows that findings name and that were not stored. */
    private BitSet choose() throws IOException {
        BitSet chosen = new BitSet();
        FlowSelection.Choice choice = selection.new Choice();
        spool.forEach(entry -> {
            boolean named = examples.remove(entry.number()) != null;
            chosen.set(entry.index(), choice.takes(entry.level()) || named);
        });
        for (FlowRecord example : examples.values()) {
            chosen.set(put(example, 0));
        }
        return chosen;
    }

    /** Writes what the reader sees first at the start, so that it shows while the rest is still loading. */
    private void data(OutputStream out, RunSummary run, BitSet chosen) throws IOException {
        try (HtmlBlock block = new HtmlBlock(out, "run-data")) {
            run(row, run, chosen.cardinality());
            block.write(row);
            new HtmlViews(block).write(views);
            block.write(new byte[] {'}'});
        }
        try (HtmlBlock block = new HtmlBlock(out, "flows-data")) {
            byte[][] before = {{'['}};
            spool.forEach(entry -> {
                if (chosen.get(entry.index())) {
                    block.write(before[0]);
                    block.write(entry.row());
                    before[0] = new byte[] {','};
                }
            });
            block.write(chosen.isEmpty() ? new byte[] {'[', ']'} : new byte[] {']'});
        }
    }

    private void records(OutputStream out, BitSet chosen) throws IOException {
        try (HtmlChunks chunks = new HtmlChunks(out)) {
            spool.forEach(entry -> {
                if (chosen.get(entry.index())) {
                    chunks.add(entry.detail());
                }
            });
        }
    }

    /** Writes the members that precede {@link HtmlViews}. */
    private void run(JsonText json, RunSummary run, int shown) {
        json.raw(JsonText.ascii("{\"version\":")).text(run.version());
        json.raw(JsonText.name("reviewed")).flag(run.custody() != null);
        json.raw(JsonText.name("chunk")).number(HtmlChunks.FLOWS);
        json.raw(JsonText.name("flows")).number(selection.offered());
        json.raw(JsonText.name("of_each")).number(shown < selection.offered() ? selection.ofEach() : 0);
        rows.describe(json);
        json.raw(JsonText.name("inputs"))
                .texts(run.captures().stream().map(RunSummary.CaptureRead::path).toList());
        json.raw(JsonText.name("sections"))
                .texts(Stream.of(Section.values()).map(Section::title).toList());
    }
}

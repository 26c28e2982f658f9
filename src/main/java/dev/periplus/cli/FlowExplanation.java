package dev.periplus.cli;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketText;
import dev.periplus.engine.Engine;
import dev.periplus.report.text.TableReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains one flow: its evidence, the packet behind it, and why it is not something else. */
final class FlowExplanation {
    private final Engine.Settings settings;
    private final List<String> captures;
    private final Terminal terminal;
    private final PrintStream out;

    FlowExplanation(Engine.Settings settings, List<String> captures, Terminal terminal) {
        this.settings = settings;
        this.captures = captures;
        this.terminal = terminal;
        out = terminal.out();
    }

    Exit explain(long number, @Nullable String whyNot) throws UsageException, FilterException {
        FlowRecord[] found = new FlowRecord[1];
        boolean unreadable;
        try (Engine engine = new Engine(settings)) {
            List<CaptureOutcome> outcomes = engine.run(captures, record -> {
                if (record.number() == number) {
                    found[0] = record;
                }
            });
            unreadable = Captures.printProblems(outcomes, "periplus: ", terminal.err());
        }
        FlowRecord record = found[0];
        if (record == null && unreadable) {
            return Exit.UNREADABLE;
        }
        if (record == null) {
            throw new UsageException("no flow " + number + " in " + String.join(", ", captures));
        }
        TableReport table = new TableReport(out, terminal.width(), terminal.colour(), true, true);
        table.flow(record);
        table.finishTable();
        decoded(record);
        if (whyNot != null) {
            new WhyNot(settings, record, whyNot).explain(captures, out);
        }
        return Exit.DONE.or(unreadable, Exit.UNREADABLE);
    }

    private void decoded(FlowRecord record) throws FilterException {
        for (Evidence piece : record.evidence()) {
            if (piece.packet() > 0) {
                out.println();
                out.println(
                        "Packet " + piece.packet() + " of " + record.capture(piece) + ", behind the first evidence:");
                out.println();
                packet(record.capture(piece), piece.packet()).forEach(line -> out.println("  " + line));
                return;
            }
        }
    }

    private static List<String> packet(String capture, long number) throws FilterException {
        if (capture.equals("-")) {
            return List.of("(standard input cannot be read twice)");
        }
        List<String> lines = new ArrayList<>();
        try (CaptureSet set = new CaptureSet(List.of(capture), CaptureOptions.everything())) {
            set.read((bytes, offset, captured, wire, time, link, index, at) -> {
                if (at == number) {
                    lines.addAll(PacketText.of(Arrays.copyOfRange(bytes, offset, offset + captured), link));
                    set.stop();
                }
            });
        }
        return lines.isEmpty() ? List.of("(not found again)") : lines;
    }
}

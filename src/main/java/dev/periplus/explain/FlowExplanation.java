package dev.periplus.explain;

import dev.periplus.answer.FlowRecord;
import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.FlowSearch;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.FlowListener;
import dev.periplus.flow.Said;
import dev.periplus.report.text.TableReport;
import dev.periplus.report.text.TextOptions;
import dev.periplus.rule.Protocol;
import dev.periplus.text.WrappedText;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains one flow: its evidence and how it adds up, the packets behind it, and why it is not something else. */
public final class FlowExplanation {
    private final Engine.Settings settings;
    private final CalibrationCounts measured;
    private final List<String> captures;
    private final PrintStream out;
    private final WrappedText lines;
    private final TextOptions options;

    /**
     * @param measured how often each label was right elsewhere
     * @param to takes the text, wrapped
     * @param options of the table
     */
    public FlowExplanation(
            Engine.Settings settings,
            CalibrationCounts measured,
            List<String> captures,
            WrappedText to,
            TextOptions options) {
        this.measured = measured;
        this.settings = settings;
        this.captures = captures;
        this.options = options;
        out = to.out();
        lines = to;
    }

    /**
     * Prints the explanation. Reads the captures again.
     *
     * @param whyNot a label that the flow does not have, or null
     */
    public void print(FlowRecord record, @Nullable Protocol whyNot) throws FilterException {
        TableReport table = new TableReport(out, options.with(true, true));
        table.flow(record);
        table.finishTable();
        List<String> sums = new Sums(settings.rules(), measured).lines(record);
        if (!sums.isEmpty()) {
            out.println();
        }
        sums.forEach(line -> lines.print(line, 4));
        shown(record, whyNot != null);
        if (whyNot != null) {
            out.println();
            lines.print(new WhyNot(settings, record, whyNot, captures).sentence(), 4);
        }
    }

    private void shown(FlowRecord record, boolean both) throws FilterException {
        ShownPackets packets = new ShownPackets(lines, record.flow());
        packets.evidence(record);
        if ((both || packets.isEmpty()) && !captures.contains("-")) {
            new FlowSearch(settings, record.flow(), new Openings(packets)).read(captures);
        }
        packets.print();
    }

    /** Adds the first packet with payload of each side. */
    private final class Openings implements FlowListener {
        private static final int MARKED = 16;

        private final ShownPackets packets;
        private final boolean[] heard = new boolean[2];

        Openings(ShownPackets packets) {
            this.packets = packets;
        }

        @Override
        public void said(Exchange exchange) {
            int side = exchange.speakingSide();
            Said said = exchange.said(side);
            if (!heard[side] && said.packetOf(0) > 0) {
                heard[side] = true;
                packets.add(
                        captures.get(said.captureOf(0)),
                        said.packetOf(0),
                        "with the first payload of the " + exchange.speaker().word(),
                        said.frameOffsetOf(0),
                        Math.min(MARKED, said.length()));
            }
        }
    }
}

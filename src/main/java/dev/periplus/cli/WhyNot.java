package dev.periplus.cli;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.classify.Weighing;
import dev.periplus.decode.Decoder;
import dev.periplus.engine.DecoderSink;
import dev.periplus.engine.Engine;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowListener;
import dev.periplus.flow.FlowTable;
import dev.periplus.flow.Said;
import dev.periplus.rule.Message;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.Signature;
import dev.periplus.rule.Truth;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the flow again and says which signature of a label came nearest to it, and which condition failed. */
final class WhyNot implements FlowListener {
    private final Engine.Settings settings;
    private final Flow wanted;
    private final String id;
    private final Protocol protocol;
    private final FlowRecord record;
    private final List<Evidence> spoken;
    private final Message message = new Message();
    private @Nullable Signature nearest;
    private double nearness = -1;
    private @Nullable String failure;
    private int tried;

    WhyNot(Engine.Settings settings, FlowRecord record, String id) throws UsageException {
        this.settings = settings;
        this.id = id;
        this.record = record;
        wanted = record.flow();
        Protocol named = settings.rules().protocol(id);
        if (named == null) {
            throw new UsageException("there is no label '" + id + "'; periplus rules list names them");
        }
        protocol = named;
        spoken = record.evidence().stream()
                .filter(piece -> piece.label().equals(id))
                .toList();
    }

    void explain(List<String> captures, PrintStream out) throws FilterException {
        FlowTable table = new FlowTable(settings.flow(), this);
        Decoder decoder = new Decoder(settings.decode(), table);
        try (CaptureSet set = new CaptureSet(captures, settings.capture())) {
            set.read(new DecoderSink(decoder));
        }
        decoder.flush();
        table.endAll();
        out.println();
        if (id.equals(record.verdict().label())) {
            out.println("Why not " + id + ": it is " + id + ", see the evidence above.");
        } else if (!spoken.isEmpty()) {
            weighed(out);
        } else if (settings.rules().signatures(id).isEmpty()) {
            out.println(
                    "Why not " + id + ": it is recognised by code or by other flows, and nothing that this flow said or"
                            + " did has the form they look for: " + String.join("; ", protocol.references()) + ".");
        } else if (tried == 0) {
            out.println("Why not " + id + ": no signature of it is for this transport, or the flow said nothing.");
        } else if (nearest != null && failure == null) {
            out.println("Why not " + id + ": " + nearest.rule() + " does match; its weight of "
                    + Math.round(nearest.weight()) + " decibans alone is not enough, or a rival weighs more.");
        } else if (nearest != null) {
            out.println("Why not " + id + ": nearest is " + nearest.rule() + ", of whose conditions "
                    + Math.round(nearness * 100) + " % hold; the first that fails is: " + failure);
        }
    }

    /** Evidence there is, but not enough of it. */
    private void weighed(PrintStream out) {
        double sum = spoken.stream().mapToDouble(Evidence::weight).sum() + Weighing.PRIOR;
        out.printf(
                Locale.ROOT,
                "Why not %s: its evidence above comes to %+.0f decibans with the %.0f that every label starts from; %s.%n",
                id,
                sum,
                Weighing.PRIOR,
                sum <= 0 ? "a label needs more than 0" : "a rival has more");
    }

    @Override
    public void said(Exchange exchange) {
        Flow flow = exchange.flow();
        if (flow.capture() != wanted.capture()
                || flow.firstPacket() != wanted.firstPacket()
                || flow.tunnelKinds() != wanted.tunnelKinds()) {
            return;
        }
        Said said = exchange.said(exchange.speakingSide());
        for (Signature signature : settings.rules().signatures(id)) {
            if (!signature.transports().contains(flow.protocol())) {
                continue;
            }
            tried++;
            int start = exchange.datagrams() ? 0 : said.messageStart(said.messages());
            int wire = exchange.datagrams() ? said.wireLength() : said.length() - start;
            message.of(said.bytes(), start, said.length() - start, wire, false);
            double near = signature.matches(message) == Truth.YES ? 1 : signature.nearness(message);
            if (near > nearness) {
                nearness = near;
                nearest = signature;
                failure = signature.failure(message);
            }
        }
    }
}

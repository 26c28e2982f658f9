package dev.periplus.cli;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.FilterException;
import dev.periplus.classify.Weighing;
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

/** Reads a flow again and tells which signature of a label came closest, and which condition failed. */
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
            throw new UsageException("unknown label '" + id + "'; periplus rules list lists them");
        }
        protocol = named;
        spoken = record.evidence().stream()
                .filter(piece -> piece.label().equals(id))
                .toList();
    }

    void explain(List<String> captures, PrintStream out) throws FilterException {
        FlowTable table = new FlowTable(settings.flow(), this);
        DecoderSink.read(captures, settings, table);
        table.endAll();
        out.println();
        if (id.equals(record.verdict().label())) {
            out.println("Why not " + id + ": it is " + id + ", see the evidence above.");
        } else if (!spoken.isEmpty()) {
            weighed(out);
        } else if (settings.rules().signatures(id).isEmpty()) {
            out.println("Why not " + id
                    + ": it is recognised by code or by other flows, and nothing in this flow matches what"
                    + " they look for: " + String.join("; ", protocol.references()) + ".");
        } else if (tried == 0) {
            out.println("Why not " + id + ": it has no signature for this transport, or the flow has no payload.");
        } else if (nearest != null && failure == null) {
            out.println("Why not " + id + ": " + nearest.rule() + " matches, but its weight of "
                    + Math.round(nearest.weight()) + " decibans is not enough, or a rival weighs more.");
        } else if (nearest != null) {
            out.println("Why not " + id + ": " + nearest.rule() + " comes closest: of its conditions "
                    + Math.round(nearness * 100) + " % hold; the first to fail: " + failure);
        }
    }

    /** Prints that there is evidence, but not enough. */
    private void weighed(PrintStream out) {
        double sum = spoken.stream().mapToDouble(Evidence::weight).sum() + Weighing.PRIOR;
        out.printf(
                Locale.ROOT,
                "Why not %s: its evidence above adds up to %+.0f decibans, including the prior of %.0f; %s.%n",
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

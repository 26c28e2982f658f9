package dev.periplus.cli;

import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketSink;
import dev.periplus.classify.FlowRecord;
import dev.periplus.decode.Decoder;
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
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the flow again and says which signature of a label came nearest to it, and which condition failed. */
final class WhyNot implements FlowListener {
    private final Engine.Settings settings;
    private final Flow wanted;
    private final String id;
    private final @Nullable Protocol protocol;
    private final Message message = new Message();
    private @Nullable Signature nearest;
    private double nearness = -1;
    private String failure = "";
    private int tried;

    WhyNot(Engine.Settings settings, FlowRecord record, String id) throws UsageException {
        this.settings = settings;
        this.id = id;
        wanted = record.flow();
        protocol = settings.rules().protocol(id);
        if (protocol == null) {
            throw new UsageException("there is no label '" + id + "'; periplus rules list names them");
        }
    }

    void explain(List<String> captures, PrintStream out) throws FilterException {
        FlowTable table = new FlowTable(settings.flow(), this);
        Decoder decoder = new Decoder(settings.decode(), table);
        try (CaptureSet set = new CaptureSet(captures, settings.capture())) {
            set.read(new Straight(decoder, table));
        }
        decoder.flush();
        table.endAll();
        out.println();
        if (settings.rules().signatures(id).isEmpty()) {
            out.println("Why not " + id + ": it is recognised by a detector or by correlation, and they found nothing;"
                    + " rules say nothing of it.");
        } else if (tried == 0) {
            out.println("Why not " + id + ": no signature of it is for this transport, or the flow said nothing.");
        } else if (nearest != null && failure.isEmpty()) {
            out.println("Why not " + id + ": " + nearest.rule() + " does match; its weight of "
                    + Math.round(nearest.weight()) + " decibans alone is not enough, or a rival weighs more.");
        } else if (nearest != null) {
            out.println("Why not " + id + ": nearest is " + nearest.rule() + ", of whose conditions "
                    + Math.round(nearness * 100) + " % hold; the first that fails is: " + failure);
        }
    }

    @Override
    public void said(Exchange exchange) {
        Flow flow = exchange.flow();
        if (flow.capture() != wanted.capture()
                || flow.firstPacket() != wanted.firstPacket()
                || flow.tunnelKinds() != wanted.tunnelKinds()) {
            return;
        }
        Said said = exchange.said(exchange.speaker());
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

    @Override
    public void closed(Exchange exchange) {}

    @Override
    public void ended(Flow flow) {}

    /** From the captures to the flow table on one thread. */
    private static final class Straight implements PacketSink {
        private final Decoder decoder;
        private final FlowTable table;
        private long clock = Long.MIN_VALUE / 2;

        Straight(Decoder decoder, FlowTable table) {
            this.decoder = decoder;
            this.table = table;
        }

        @Override
        public void packet(
                ByteBuffer bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
            clock = Math.max(clock, time);
            table.clock(clock);
            decoder.clock(clock);
            decoder.decode(bytes, offset, captured, wire, link, time, capture, number);
        }

        @Override
        public void retire(Runnable release) {
            release.run();
        }
    }
}

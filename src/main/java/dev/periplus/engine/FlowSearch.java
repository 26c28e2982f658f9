package dev.periplus.engine;

import dev.periplus.capture.FilterException;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowListener;
import dev.periplus.flow.FlowTable;
import dev.periplus.flow.Said;
import java.util.List;

/** Reads captures again and shows what one flow says, as its inspection saw it, but to the end. */
public final class FlowSearch implements FlowListener {
    private final Engine.Settings settings;
    private final Flow wanted;
    private final FlowListener listener;

    /** @param listener called for the wanted flow only */
    public FlowSearch(Engine.Settings settings, Flow wanted, FlowListener listener) {
        this.settings = settings;
        this.wanted = wanted;
        this.listener = listener;
    }

    /** Reads the captures. */
    public void read(List<String> captures) throws FilterException {
        FlowTable table = new FlowTable(settings.flow(), this);
        DecoderSink.read(captures, settings, table);
        table.endAll();
    }

    private boolean isWanted(Flow flow) {
        return flow.capture() == wanted.capture()
                && flow.firstPacket() == wanted.firstPacket()
                && flow.tunnelKinds() == wanted.tunnelKinds()
                && flow.protocol() == wanted.protocol();
    }

    @Override
    public void said(Exchange exchange) {
        if (isWanted(exchange.flow())) {
            listener.said(exchange);
        } else {
            exchange.flow().settle();
        }
    }

    @Override
    public void closed(Exchange exchange) {
        if (isWanted(exchange.flow())) {
            listener.closed(exchange);
        }
    }

    /** The offset in {@code said} at which what the speaking side has just said begins. */
    public static int latest(Exchange exchange) {
        Said said = exchange.said(exchange.speakingSide());
        return exchange.datagrams() ? 0 : said.messageStart(Math.max(1, said.messages()));
    }
}

package dev.periplus.bench;

import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowListener;
import dev.periplus.flow.FlowSettings;
import dev.periplus.flow.FlowTable;
import java.util.Collection;

/** Counts the flows in packets, and the flows in which both sides sent payload. */
final class FlowCount implements FlowListener {
    private static final long FOR_EVER = Long.MAX_VALUE / 4;

    private int flows;
    private int answered;

    private FlowCount() {}

    /** Counts all packets together, whatever their times. */
    static FlowCount of(Collection<CapturedPacket> packets) {
        FlowCount count = new FlowCount();
        FlowTable table = new FlowTable(FlowSettings.DEFAULT.withIdleNanos(FOR_EVER), count);
        Decoder decoder = new Decoder(ipOnly(), table);
        packets.forEach(packet -> packet.decode(decoder));
        decoder.flush();
        table.endAll();
        return count;
    }

    /** Other addresses change no station, so frames without IP would be of the same flows each time. */
    private static DecodeSettings ipOnly() {
        DecodeSettings usual = DecodeSettings.defaults();
        return new DecodeSettings(
                usual.openTunnels(), false, usual.fragmentedDatagrams(), usual.fragmentBytes(), usual.fragmentNanos());
    }

    int flows() {
        return flows;
    }

    int answered() {
        return answered;
    }

    @Override
    public void said(Exchange exchange) {
        exchange.flow().settle();
    }

    @Override
    public void ended(Flow flow) {
        flows++;
        answered += flow.packets(0) > 0 && flow.packets(1) > 0 ? 1 : 0;
    }
}

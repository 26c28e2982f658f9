package dev.periplus.transfer;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowListener;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes every file out of flows of one label, for a destination. */
public final class FileReading implements FlowListener {
    private static final long MOST_HELD = 64L << 20;
    private static final String DATA = "ftp-data";

    private final @Nullable String label;
    private final Destination destination;
    private final Map<Flow, FlowFiles> followed = new IdentityHashMap<>();
    private final HeldBytes held = new HeldBytes(MOST_HELD);

    public FileReading(@Nullable String label, Destination destination) {
        this.label = label;
        this.destination = destination;
    }

    @Override
    public void said(Exchange exchange) {
        Flow flow = exchange.flow();
        FlowFiles files = FlowFiles.begin(exchange, label, DATA.equals(label), destination, held);
        if (files != null) {
            followed.put(flow, files);
            flow.overhear(3);
            flow.settle();
        }
    }

    @Override
    public void overheard(Flow flow, int side, Packet packet) {
        FlowFiles files = followed.get(flow);
        if (files != null) {
            files.hear(side, packet);
        }
    }

    @Override
    public void ended(Flow flow) {
        FlowFiles files = followed.remove(flow);
        if (files != null) {
            files.end();
        }
    }
}

package dev.periplus.view;

import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.Flow;

/** How much was seen of something, and when. */
public final class Volume {
    private long flows;
    private long bytes;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    void add(FlowRecord record) {
        Flow flow = record.flow();
        flows++;
        bytes += flow.bytes(0) + flow.bytes(1);
        first = Math.min(first, flow.start());
        last = Math.max(last, flow.end());
    }

    public long flows() {
        return flows;
    }

    /** Of the network layer, both directions. */
    public long bytes() {
        return bytes;
    }

    /** Time of the first packet, nanoseconds since the epoch. */
    public long first() {
        return first;
    }

    /** Time of the last packet. */
    public long last() {
        return last;
    }
}

package dev.periplus.view;

import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.Flow;

/** Number of flows and bytes, and the time span of flows. The later parts of a connection are no flows of their own. */
public final class Volume {
    private long flows;
    private long bytes;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    void add(FlowRecord record) {
        Flow flow = record.flow();
        if (flows == 0 || flow.continued() == null) {
            flows++;
        }
        bytes += flow.bytes(0) + flow.bytes(1);
        first = Math.min(first, flow.start());
        last = Math.max(last, flow.end());
    }

    public long flows() {
        return flows;
    }

    /** Bytes in both directions, network layer headers included. */
    public long bytes() {
        return bytes;
    }

    /** Time of the first packet in nanoseconds since the epoch. */
    public long first() {
        return first;
    }

    /** Time of the last packet in nanoseconds since the epoch. */
    public long last() {
        return last;
    }
}

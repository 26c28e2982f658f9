package dev.periplus.correlate;

import dev.periplus.classify.Announcement;
import dev.periplus.flow.Flow;
import java.util.Comparator;

/** Orders of flows and announcements that do not depend on the number of shards. */
final class FlowOrder {
    static final Comparator<Flow> BY_FIRST_PACKET = FlowOrder::byFirstPacket;

    /** By the time at which every flow table knows that the flow ended. */
    static final Comparator<Flow> BY_END = (a, b) -> {
        int order = Long.compare(a.overAt(), b.overAt());
        return order == 0 ? byFirstPacket(a, b) : order;
    };

    /** By time, then by content. */
    static final Comparator<Announcement> IN_TIME = Comparator.comparingLong(Announcement::time)
            .thenComparingLong(Announcement::by)
            .thenComparing(Announcement::says);

    private FlowOrder() {}

    private static int byFirstPacket(Flow a, Flow b) {
        int order = Long.compare(a.start(), b.start());
        order = order == 0 ? Integer.compare(a.capture(), b.capture()) : order;
        order = order == 0 ? Long.compare(a.firstPacket(), b.firstPacket()) : order;
        order = order == 0 ? Integer.compareUnsigned(a.tunnelKinds(), b.tunnelKinds()) : order;
        return order == 0 ? byKey(a, b) : order;
    }

    /** Flows of one packet: of the layers of its tunnels, if there are more than a flow can name. */
    private static int byKey(Flow a, Flow b) {
        int order = Integer.compare(a.protocol(), b.protocol());
        for (int side = 0; side < 2; side++) {
            order = order == 0 ? Long.compareUnsigned(a.high(side), b.high(side)) : order;
            order = order == 0 ? Long.compareUnsigned(a.low(side), b.low(side)) : order;
            order = order == 0 ? Integer.compare(a.port(side), b.port(side)) : order;
        }
        order = order == 0 ? Integer.compare(a.vlan(), b.vlan()) : order;
        return order == 0 ? Long.compare(b.bytes(0), a.bytes(0)) : order;
    }
}

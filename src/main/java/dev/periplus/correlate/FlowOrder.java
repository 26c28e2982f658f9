package dev.periplus.correlate;

import dev.periplus.classify.Announcement;
import dev.periplus.classify.Heard;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.flow.FlowKey;
import java.util.Comparator;

/** Orders of flows and announcements that do not depend on the number of shards. */
final class FlowOrder {
    static final Comparator<Flow> BY_FIRST_PACKET = FlowOrder::byFirstPacket;

    /** Evicted flows first; then by the time at which every flow table knows that the flow ended. */
    static final Comparator<Flow> BY_END = (a, b) -> {
        int order = Boolean.compare(b.endReason() == FlowEnd.EVICTED, a.endReason() == FlowEnd.EVICTED);
        order = order == 0 ? Long.compare(a.overAt(), b.overAt()) : order;
        return order == 0 ? byFirstPacket(a, b) : order;
    };

    /** By time, then by content. */
    static final Comparator<Announcement> IN_TIME = (a, b) -> {
        int order = Long.compare(a.time(), b.time());
        order = order == 0 ? Long.compare(a.by(), b.by()) : order;
        return order == 0 ? a.says().compareTo(b.says()) : order;
    };

    /** By when they were heard, then by time and content. */
    static final Comparator<Heard> AS_HEARD = (a, b) -> {
        int order = Long.compare(a.clock(), b.clock());
        return order == 0 ? IN_TIME.compare(a.announcement(), b.announcement()) : order;
    };

    private FlowOrder() {}

    private static int byFirstPacket(Flow a, Flow b) {
        int order = Long.compare(a.start(), b.start());
        order = order == 0 ? Integer.compare(a.capture(), b.capture()) : order;
        order = order == 0 ? Long.compare(a.firstPacket(), b.firstPacket()) : order;
        order = order == 0 ? Integer.compareUnsigned(a.tunnelKinds(), b.tunnelKinds()) : order;
        return order == 0 && a != b ? FlowKey.of(a).compareTo(FlowKey.of(b)) : order;
    }
}

package dev.periplus.correlate;

import dev.periplus.classify.Announcement;
import dev.periplus.flow.Flow;
import java.util.Comparator;

/** Orders of flows and announcements that do not depend on how many shards there are. */
final class Order {
    static final Comparator<Flow> BY_FIRST_PACKET = Order::byFirstPacket;

    /** In the order in which every table knows that they are over. */
    static final Comparator<Flow> BY_END = (a, b) -> {
        int order = Long.compare(a.overAt(), b.overAt());
        return order == 0 ? byFirstPacket(a, b) : order;
    };

    /** One order of announcements, whichever comes first. */
    static final Comparator<Announcement> IN_TIME = Comparator.comparingLong(Announcement::time)
            .thenComparingLong(Announcement::by)
            .thenComparing(Announcement::says);

    private Order() {}

    private static int byFirstPacket(Flow a, Flow b) {
        int order = Long.compare(a.start(), b.start());
        order = order == 0 ? Integer.compare(a.capture(), b.capture()) : order;
        order = order == 0 ? Long.compare(a.firstPacket(), b.firstPacket()) : order;
        return order == 0 ? Integer.compareUnsigned(a.tunnelKinds(), b.tunnelKinds()) : order;
    }
}

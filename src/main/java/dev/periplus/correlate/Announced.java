package dev.periplus.correlate;

import dev.periplus.classify.Announcement;
import dev.periplus.classify.Evidence;
import dev.periplus.classify.Evidence.Kind;
import dev.periplus.flow.Flow;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flows that another flow announced by address and port. The announcement outweighs what the bytes look like, as what is
 * transferred may have any form; that form stays among the alternatives.
 */
final class Announced {
    private static final double WEIGHT = 80;
    private static final double FORM = -60;
    private static final long BEFORE_NANOS = 2_000_000_000L;
    private static final long AFTER_NANOS = 300_000_000_000L;
    private static final int MOST_A_PLACE = 64;
    private static final int MOST_PLACES = 1 << 16;

    private record Place(long high, long low, int protocol, int port) {}

    private final Traffic traffic;
    private final Map<Place, Deque<Announcement>> announced = new Latest<>(MOST_PLACES);

    /** The ports of all of these places: few flows use one of them. */
    private final BitSet ports = new BitSet();

    Announced(Traffic traffic) {
        this.traffic = traffic;
    }

    void hear(Announcement announcement) {
        Place place = new Place(announcement.high(), announcement.low(), announcement.protocol(), announcement.port());
        ports.set(announcement.port());
        Deque<Announcement> here = announced.computeIfAbsent(place, p -> new ArrayDeque<>(1));
        if (here.size() == MOST_A_PLACE) {
            here.remove();
        }
        here.add(announcement);
    }

    /** Adds to a flow what was announced of it. */
    void name(Flow flow) {
        if (flow.payload(0) + flow.payload(1) == 0) {
            return;
        }
        Announcement announcement = of(flow, flow.serverSide());
        if (announcement == null && flow.direction() != Flow.Direction.OBSERVED) {
            announcement = of(flow, flow.clientSide());
            if (announcement != null) {
                flow.serverIs(flow.clientSide());
            }
        }
        if (announcement == null) {
            return;
        }
        String label = announcement.label();
        String own = Traffic.ownLabel(flow);
        traffic.add(flow, Evidence.of(Kind.ANNOUNCED, label, WEIGHT, announcement.says(), label + "/announced"));
        if (!own.isEmpty() && !own.equals(label)) {
            String says = "what " + label + " carries may have the form of " + own;
            traffic.add(flow, Evidence.of(Kind.CONTRADICTION, own, FORM, says, label + "/announced"));
        }
    }

    private @Nullable Announcement of(Flow flow, int side) {
        if (!ports.get(flow.port(side))) {
            return null;
        }
        Place place = new Place(flow.high(side), flow.low(side), flow.protocol(), flow.port(side));
        Deque<Announcement> here = announced.get(place);
        for (Announcement announcement : here == null ? List.<Announcement>of() : here) {
            boolean inTime = flow.start() >= announcement.time() - BEFORE_NANOS
                    && flow.start() <= announcement.time() + AFTER_NANOS;
            if (inTime) {
                return announcement;
            }
        }
        return null;
    }
}

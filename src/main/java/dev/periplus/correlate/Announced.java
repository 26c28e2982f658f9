package dev.periplus.correlate;

import dev.periplus.classify.Announcement;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Evidence;
import dev.periplus.classify.Evidence.Kind;
import dev.periplus.classify.Findings;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flows that another flow announced by address and port. The announcement outweighs what the bytes look like, as what is
 * transferred may have any form; that form stays among the alternatives.
 */
final class Announced implements Correlation {
    private static final double WEIGHT = 80;
    private static final double FORM = -60;
    private static final long BEFORE_NANOS = 2_000_000_000L;
    private static final long AFTER_NANOS = 300_000_000_000L;
    private static final int MOST_A_PLACE = 64;

    private record Place(long high, long low, int protocol, int port) {}

    private final Map<Place, List<Announcement>> announced = new HashMap<>();

    /** The ports of all of these places: few flows use one of them. */
    private final BitSet ports = new BitSet();

    @Override
    public void correlate(Traffic traffic) {
        announced.clear();
        ports.clear();
        for (Flow flow : traffic.flows()) {
            Announcements made = flow.inspection() instanceof Findings findings ? findings.announcements() : null;
            for (Announcement announcement : made == null ? List.<Announcement>of() : made.heard()) {
                Place place = new Place(
                        announcement.high(), announcement.low(), announcement.protocol(), announcement.port());
                ports.set(announcement.port());
                List<Announcement> here = announced.computeIfAbsent(place, p -> new ArrayList<>(1));
                if (here.size() < MOST_A_PLACE) {
                    here.add(announcement);
                }
            }
        }
        if (announced.isEmpty()) {
            return;
        }
        for (Flow flow : traffic.flows()) {
            if (flow.payload(0) + flow.payload(1) > 0) {
                name(traffic, flow);
            }
        }
    }

    private void name(Traffic traffic, Flow flow) {
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
        String own = traffic.ownLabel(flow);
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
        for (Announcement announcement : announced.getOrDefault(place, List.of())) {
            boolean inTime = flow.start() >= announcement.time() - BEFORE_NANOS
                    && flow.start() <= announcement.time() + AFTER_NANOS;
            if (inTime) {
                return announcement;
            }
        }
        return null;
    }
}

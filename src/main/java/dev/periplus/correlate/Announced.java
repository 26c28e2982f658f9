package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.classify.Expected;
import dev.periplus.classify.FlowAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Flows that another flow announced by address and port. Where what is transferred may have any form, the announcement
 * outweighs what the bytes look like, and that form stays among the alternatives; else it adds to them.
 */
final class Announced {
    private static final double FORM = -60;
    private static final double SURE = 50;
    private static final long BEFORE_NANOS = 2_000_000_000L;
    private static final long AFTER_NANOS = 300_000_000_000L;
    private static final int MOST_A_PLACE = 32;
    private static final int MOST_PLACES = 1 << 16;

    private final Traffic traffic;
    private final Map<Endpoint, Deque<FlowAnnouncement>> announced = new BoundedMap<>(MOST_PLACES);

    /** Hints come in great numbers, and must not make what is sure be forgotten. */
    private final Map<Endpoint, Deque<FlowAnnouncement>> hints = new BoundedMap<>(MOST_PLACES);

    /** The ports of all of these places: few flows use one of them. */
    private final BitSet ports = new BitSet();

    Announced(Traffic traffic) {
        this.traffic = traffic;
    }

    void hear(FlowAnnouncement announcement) {
        ports.set(announcement.port());
        Map<Endpoint, Deque<FlowAnnouncement>> places = announcement.expected().weight() < SURE ? hints : announced;
        Deque<FlowAnnouncement> here = places.computeIfAbsent(announcement.endpoint(), at -> new ArrayDeque<>(1));
        for (FlowAnnouncement known : here) {
            if (repeats(announcement, known)) {
                return;
            }
        }
        if (here.size() == MOST_A_PLACE) {
            here.remove();
        }
        here.add(announcement);
    }

    /** Many say the same again at once: the one that is known holds for the same flows. */
    private static boolean repeats(FlowAnnouncement again, FlowAnnouncement known) {
        return again.by() == known.by()
                && again.time() - known.time() <= BEFORE_NANOS
                && Objects.equals(again.other(), known.other())
                && again.expected().equals(known.expected());
    }

    /** Adds to a flow what was announced of it. */
    void name(Flow flow) {
        if (flow.payload(0) + flow.payload(1) == 0) {
            return;
        }
        FlowAnnouncement announcement = of(flow, flow.serverSide());
        announcement = announcement == null ? of(flow, flow.clientSide()) : announcement;
        if (announcement == null) {
            return;
        }
        Expected expected = announcement.expected();
        String label = expected.label();
        String own = Traffic.ownLabel(flow);
        String rule = label + "/announced";
        traffic.add(flow, Evidence.of(Kind.ANNOUNCED, label, expected.weight(), announcement.says(), rule));
        if (expected.anyForm() && own != null && !own.equals(label)) {
            String says = "what " + label + " carries may have the form of " + own;
            traffic.add(flow, Evidence.of(Kind.CONTRADICTION, own, FORM, says, rule));
        }
    }

    /** What was announced latest of the place where a side of the flow is; the sides then take their roles. */
    private @Nullable FlowAnnouncement of(Flow flow, int side) {
        if (!ports.get(flow.port(side))) {
            return null;
        }
        Endpoint place = flow.endpoint(side);
        FlowAnnouncement best = best(announced.get(place), flow, side);
        best = best == null ? best(hints.get(place), flow, side) : best;
        Role role = best == null ? null : best.expected().role();
        if (role != null) {
            flow.serverIs(role == Role.SERVER ? side : 1 - side);
        }
        return best;
    }

    private static @Nullable FlowAnnouncement best(@Nullable Deque<FlowAnnouncement> here, Flow flow, int side) {
        FlowAnnouncement best = null;
        for (FlowAnnouncement announcement : here == null ? List.<FlowAnnouncement>of() : here) {
            boolean fits = isOf(announcement, flow, side)
                    && mayBe(announcement.expected().role(), flow, side);
            if (fits && (best == null || Order.IN_TIME.compare(announcement, best) > 0)) {
                best = announcement;
            }
        }
        return best;
    }

    private static boolean isOf(FlowAnnouncement announcement, Flow flow, int side) {
        Address other = announcement.other();
        return flow.start() >= announcement.time() - BEFORE_NANOS
                && flow.start() <= announcement.time() + AFTER_NANOS
                && announcement.by() != Packet.place(flow.capture(), flow.firstPacket())
                && (other == null || other.equals(flow.host(1 - side)));
    }

    /** A stream is opened towards the place that was announced of a peer. */
    private static boolean mayBe(@Nullable Role role, Flow flow, int side) {
        if (flow.direction() != Flow.Direction.OBSERVED || role == null && flow.protocol() != Packet.TCP) {
            return true;
        }
        return flow.role(side) == (role == null ? Role.SERVER : role);
    }
}

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
import dev.periplus.memory.Memory;
import java.util.BitSet;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Labels flows that another flow announced by address and port. If the announced transfer can carry any bytes, the
 * announcement outweighs the label of those bytes, which stays an alternative; otherwise both add up.
 */
final class AnnouncedFlows {
    private static final double FORM = -60;
    private static final double SURE = 50;
    private static final long BEFORE_NANOS = 2_000_000_000L;
    private static final long AFTER_NANOS = 300_000_000_000L;
    private static final int MOST_A_PLACE = 32;
    private static final int MOST_PLACES = Memory.scaled(1 << 16);

    private final CorrelationState state;
    private final BoundedLists<Endpoint, FlowAnnouncement> announced = new BoundedLists<>(MOST_PLACES, MOST_A_PLACE);

    /** Kept apart from {@link #announced}, because hints are many and must not push out certain announcements. */
    private final BoundedLists<Endpoint, FlowAnnouncement> hints = new BoundedLists<>(MOST_PLACES, MOST_A_PLACE);

    /** All announced ports: a fast check, because few flows use one of them. */
    private final BitSet ports = new BitSet();

    AnnouncedFlows(CorrelationState state) {
        this.state = state;
    }

    void observe(FlowAnnouncement announcement) {
        ports.set(announcement.port());
        BoundedLists<Endpoint, FlowAnnouncement> places =
                announcement.expected().weight() < SURE ? hints : announced;
        for (FlowAnnouncement known : places.of(announcement.endpoint())) {
            if (repeats(announcement, known)) {
                return;
            }
        }
        places.add(announcement.endpoint(), announcement, known -> false);
    }

    /** Whether the known announcement already covers the new one: same flow, host and expectation, shortly before. */
    private static boolean repeats(FlowAnnouncement again, FlowAnnouncement known) {
        return again.by() == known.by()
                && again.time() - known.time() <= BEFORE_NANOS
                && Objects.equals(again.other(), known.other())
                && again.expected().equals(known.expected());
    }

    /** Adds the evidence of a matching announcement to the flow; returns whether there is one. */
    boolean apply(Flow flow) {
        if (flow.payload(0) + flow.payload(1) == 0) {
            return false;
        }
        FlowAnnouncement announcement = of(flow, flow.serverSide());
        announcement = announcement == null ? of(flow, flow.clientSide()) : announcement;
        if (announcement == null) {
            return false;
        }
        Expected expected = announcement.expected();
        String label = expected.label();
        String own = CorrelationState.ownLabel(flow);
        String rule = label + "/announced";
        state.add(flow, Evidence.of(Kind.ANNOUNCED, label, expected.weight(), announcement.says(), rule));
        if (expected.anyForm() && own != null && !own.equals(label)) {
            String says = label + " transfers can contain " + own;
            state.add(flow, Evidence.of(Kind.CONTRADICTION, own, FORM, says, rule));
        }
        return true;
    }

    /** Returns the latest announcement that matches this side of the flow, and sets the roles of the sides by it. */
    private @Nullable FlowAnnouncement of(Flow flow, int side) {
        if (!ports.get(flow.port(side))) {
            return null;
        }
        Endpoint place = flow.endpoint(side);
        FlowAnnouncement best = best(announced.of(place), flow, side);
        best = best == null ? best(hints.of(place), flow, side) : best;
        Role role = best == null ? null : best.expected().role();
        if (role != null) {
            flow.serverIs(role == Role.SERVER ? side : 1 - side);
        }
        return best;
    }

    private static @Nullable FlowAnnouncement best(Collection<FlowAnnouncement> here, Flow flow, int side) {
        FlowAnnouncement best = null;
        for (FlowAnnouncement announcement : here) {
            boolean fits = isOf(announcement, flow, side)
                    && mayBe(announcement.expected().role(), flow, side);
            if (fits && (best == null || FlowOrder.IN_TIME.compare(announcement, best) > 0)) {
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

    /** Whether the announced role fits. Without a role, a TCP flow must be opened towards the announced endpoint. */
    private static boolean mayBe(@Nullable Role role, Flow flow, int side) {
        if (flow.direction() != Flow.Direction.OBSERVED || role == null && flow.protocol() != Packet.TCP) {
            return true;
        }
        return flow.role(side) == (role == null ? Role.SERVER : role);
    }
}

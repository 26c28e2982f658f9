package dev.periplus.classify;

import dev.periplus.answer.Metadata;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets announcers listen to flows, and adds what they found to the results of these. Of one shard. */
final class Overhearing {
    private static final int BOTH_SIDES = 3;

    private final AnnouncerStates states;
    private final FactOutlet facts;
    private final Consumer<Announcement> announced;
    private long failures;

    /**
     * @param most states that announcers may keep, in flows
     * @param facts receives facts about hosts
     * @param announced receives announcements of other flows
     */
    Overhearing(int most, FactOutlet facts, Consumer<Announcement> announced) {
        this.facts = facts;
        states = new AnnouncerStates(most);
        this.announced = announced;
    }

    /** Lets the announcer of a flow listen to it, from the packet under inspection on. */
    void begin(Flow flow, FlowInspection inspection) {
        Announcer announcer = inspection.announcer;
        if (announcer != null && inspection.announcements() == null) {
            inspection.listen(new Announcements(announcer, states, facts, announced));
            flow.overhear(announcer.hearsClientsOnly() ? 1 << flow.clientSide() : BOTH_SIDES);
        }
    }

    void hear(Flow flow, int side, Packet packet) {
        Announcements announcements = InspectionState.of(flow).announcements();
        if (announcements != null) {
            try {
                announcements.hear(flow, side, packet);
            } catch (RuntimeException e) {
                failures++;
            }
        }
    }

    /** The fields that an announcer has found in a flow so far. */
    Metadata fields(Flow flow) {
        Announcements announcements = InspectionState.of(flow).announcements();
        try {
            return announcements == null ? Metadata.NONE : announcements.fields();
        } catch (RuntimeException e) {
            failures++;
            return Metadata.NONE;
        }
    }

    /** Drops what an announcer keeps of a flow; returns the fields that it found. */
    Metadata end(Flow flow) {
        Metadata found = fields(flow);
        @Nullable Announcements announcements = InspectionState.of(flow).announcements();
        if (announcements != null) {
            announcements.dropState();
        }
        return found;
    }

    /** Adds fields to the result of a flow. */
    static void add(Flow flow, Metadata fields) {
        if (!fields.isEmpty()) {
            flow.inspection(InspectionState.of(flow).result().plus(fields));
        }
    }

    /** Number of calls that threw. */
    long failures() {
        return failures;
    }

    /** What announcers kept of flows that were open, and was dropped for lack of memory. */
    long statesDropped() {
        return states.dropped();
    }
}

package dev.periplus.classify;

import dev.periplus.answer.Metadata;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Lack;
import dev.periplus.transfer.Transfers;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets announcers listen to flows, and adds what they found to the results of these. Of one shard. */
final class Overhearing {
    private static final int BOTH_SIDES = 3;

    private final AnnouncerStates states;
    private final OverheardPacket hearing;
    private final @Nullable Transfers transfers;
    private long failures;

    /**
     * @param most states that announcers may keep, in flows
     * @param facts receives facts about hosts
     * @param announced receives announcements of other flows
     * @param transfers follows files, or null
     */
    Overhearing(int most, FactOutlet facts, Consumer<Announcement> announced, @Nullable Transfers transfers) {
        this.transfers = transfers;
        states = new AnnouncerStates(most);
        hearing = new OverheardPacket(states, facts, announced, transfers == null ? null : transfers.places());
    }

    /** Lets the announcer of a flow listen to it, from the packet under inspection on. */
    void begin(Exchange exchange, FlowInspection inspection) {
        Flow flow = exchange.flow();
        Announcer announcer = inspection.announcer;
        Transfers files = transfers;
        if (announcer != null && inspection.announcements() == null) {
            inspection.listen(new Announcements(announcer, hearing));
            flow.overhear(announcer.hearsClientsOnly() ? 1 << flow.clientSide() : BOTH_SIDES);
        }
        if (files != null && isFollowed(files, exchange, inspection)) {
            flow.overhear(BOTH_SIDES);
        }
    }

    private boolean isFollowed(Transfers files, Exchange exchange, FlowInspection inspection) {
        try {
            return files.said(exchange, inspection.best);
        } catch (RuntimeException e) {
            failures++;
            return false;
        }
    }

    /** What was said of a flow was no part of it, unless it is only forgotten because of a gap behind it. */
    void forget(Flow flow) {
        if (transfers != null && !flow.lacks(Lack.GAP)) {
            transfers.forget(flow);
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
        Transfers files = transfers;
        if (files != null) {
            try {
                files.hear(flow, side, packet);
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
        return transfers == null ? found : with(found, transfers, flow);
    }

    private Metadata with(Metadata found, Transfers files, Flow flow) {
        try {
            Metadata more = files.end(flow);
            if (more.isEmpty()) {
                return found;
            }
            Metadata.Builder all = new Metadata.Builder();
            all.addAll(found);
            all.addAll(more);
            return all.build();
        } catch (RuntimeException e) {
            failures++;
            return found;
        }
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

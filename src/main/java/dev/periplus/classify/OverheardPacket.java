package dev.periplus.classify;

import dev.periplus.address.Endpoint;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.transfer.Places;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where what is announced goes, and the packet that announcers hear now: one for all flows of a shard. */
final class OverheardPacket {
    final AnnouncerStates states;
    final FactOutlet facts;
    final Consumer<Announcement> out;
    final @Nullable Places places;

    /** Where the flow that is heard began: {@link Packet#place}. */
    long by;

    long time;

    /** Number of the packet. */
    long packet;

    int side;

    @Nullable
    Flow flow;

    @Nullable
    Packet heard;

    /** The endpoint that was announced last. */
    @Nullable
    Endpoint place;

    /**
     * @param states bounds what announcers keep
     * @param facts receives facts about hosts
     * @param out receives the other announcements
     * @param places keeps names of files that pass elsewhere, or null
     */
    OverheardPacket(AnnouncerStates states, FactOutlet facts, Consumer<Announcement> out, @Nullable Places places) {
        this.states = states;
        this.facts = facts;
        this.out = out;
        this.places = places;
    }

    /** Calls the announcer of a flow for a packet with payload. */
    void hear(Announcer announcer, Announcements of, Flow flow, int side, Packet heard) {
        by = Packet.place(flow.capture(), flow.firstPacket());
        time = heard.time;
        packet = heard.number;
        this.heard = heard;
        this.flow = flow;
        this.side = side;
        announcer.hear(flow, side, heard, of);
        this.heard = null;
        this.flow = null;
    }
}

package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands the packets of one flow to its announcer and passes on what it announces, up to a limit of flows. */
public final class Announcements {
    private static final int MOST = 1024;

    private final Announcer announcer;
    private final Consumer<Announcement> out;
    private final AnnouncerStates states;
    private int made;
    private @Nullable Object state;
    private long by;
    private long time;
    private long packet;

    /**
     * @param states bounds what announcers keep
     * @param out receives the announcements
     */
    Announcements(Announcer announcer, AnnouncerStates states, Consumer<Announcement> out) {
        this.announcer = announcer;
        this.states = states;
        this.out = out;
    }

    /** Announcements of one flow alone. */
    public Announcements(Announcer announcer, Consumer<Announcement> out) {
        this(announcer, new AnnouncerStates(1), out);
    }

    /** Hands a packet with payload to the announcer. */
    public void hear(Flow flow, int side, Packet heard) {
        if (made < MOST) {
            by = Packet.place(flow.capture(), flow.firstPacket());
            time = heard.time;
            packet = heard.number;
            announcer.hear(flow, side, heard, this);
        }
    }

    /** What the announcer keeps for this flow; null if nothing, or if it was dropped for lack of memory. */
    public @Nullable Object state() {
        return state;
    }

    public void state(Object remembered) {
        if (state == null) {
            states.begun(this);
        }
        state = remembered;
    }

    /** Drops what the announcer keeps; returns whether there was anything. */
    boolean dropState() {
        boolean any = state != null;
        state = null;
        return any;
    }

    /**
     * Announces a flow with this address and port on one side.
     *
     * @param says how it was announced; "in packet N" is appended
     */
    public void announce(Expected expected, Address address, int port, String says) {
        announce(expected, address, port, null, says);
    }

    /** Same, with {@code other} as the address of the other side, null for any. */
    public void announce(Expected expected, Address address, int port, @Nullable Address other, String says) {
        if (made < MOST && port > 0) {
            made++;
            String sentence = says + " in packet " + packet;
            out.accept(new FlowAnnouncement(expected, address, port, other, by, time, sentence));
        }
    }

    /** Announces that a host resolved this name to this address. Names are not limited. */
    public void name(Address address, Address asker, String name) {
        out.accept(new NameAnnouncement(address, asker, by, time, name));
    }
}

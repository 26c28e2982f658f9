package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who listens to one flow for announcements of others; a flow may make so many and no more. */
public final class Announcements {
    private static final int MOST = 1024;

    private final Announcer announcer;
    private final Consumer<Announcement> out;
    private int made;
    private @Nullable Object state;
    private long by;
    private long time;
    private long packet;

    /** @param out takes what is announced */
    public Announcements(Announcer announcer, Consumer<Announcement> out) {
        this.announcer = announcer;
        this.out = out;
    }

    /** A packet with payload of the flow. */
    public void hear(Flow flow, int side, Packet heard) {
        if (made < MOST) {
            by = Packet.place(flow.capture(), flow.firstPacket());
            time = heard.time;
            packet = heard.number;
            announcer.hear(flow, side, heard, this);
        }
    }

    /** What the announcer remembered of this flow, or null. */
    public @Nullable Object state() {
        return state;
    }

    public void state(Object remembered) {
        state = remembered;
    }

    /**
     * A flow with this address and port on one side is to come.
     *
     * @param says how it was announced, in words that "in packet N" may follow
     */
    public void announce(Expected expected, Address address, int port, String says) {
        announce(expected, address, port, null, says);
    }

    /** The same, with this address on the other side. */
    public void announce(Expected expected, Address address, int port, @Nullable Address other, String says) {
        if (made < MOST && port > 0) {
            made++;
            String sentence = says + " in packet " + packet;
            out.accept(new FlowAnnouncement(expected, address, port, other, by, time, sentence));
        }
    }

    /** This address was given for a name to the host that asked. Of these there may be any number. */
    public void name(Address address, Address asker, String name) {
        out.accept(new NameAnnouncement(address, asker, by, time, name));
    }
}

package dev.periplus.classify;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.function.Consumer;

/** Who listens to a flow for announcements of others; a flow may make so many and no more. */
public final class Announcements {
    private static final int MOST = 1024;

    private final Announcer announcer;
    private int made;

    Announcements(Announcer announcer) {
        this.announcer = announcer;
    }

    void hear(Flow flow, int side, Packet packet, Consumer<Announcement> into) {
        if (made < MOST) {
            announcer.hear(flow, side, packet, announcement -> {
                made++;
                into.accept(announcement);
            });
        }
    }
}

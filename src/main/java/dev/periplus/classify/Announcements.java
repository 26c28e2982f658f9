package dev.periplus.classify;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.List;

/** What a flow has announced so far, and who listens to it; bounded. */
public final class Announcements {
    private static final int MOST = 1024;

    private final Announcer announcer;
    private final List<Announcement> heard = new ArrayList<>(2);

    Announcements(Announcer announcer) {
        this.announcer = announcer;
    }

    void hear(Flow flow, int side, Packet packet) {
        if (heard.size() < MOST) {
            announcer.hear(flow, side, packet, heard::add);
        }
    }

    /** In the order in which they were made. */
    public List<Announcement> heard() {
        return heard;
    }
}

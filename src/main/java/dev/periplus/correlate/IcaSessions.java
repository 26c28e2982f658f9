package dev.periplus.correlate;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.HostPair;
import dev.periplus.memory.Memory;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Ended ICA and CGP flows by pair of hosts: proven by their bytes, or only on the usual ports. */
final class IcaSessions {
    private static final int ICA_PORT = 1494;
    private static final int CGP_PORT = 2598;
    private static final int MOST_PAIRS = Memory.scaled(1 << 16);
    private static final int MOST_SESSIONS = 256;

    /**
     * @param openedBefore true if it was open when the capture began
     * @param proven true if its bytes match ICA or CGP
     */
    record Session(long start, long end, int port, boolean openedBefore, boolean proven) {}

    private final BoundedLists<HostPair, Session> byPair = new BoundedLists<>(MOST_PAIRS, MOST_SESSIONS);

    void observe(Flow flow, @Nullable String label) {
        if (flow.protocol() != Packet.TCP) {
            return;
        }
        int port = flow.port(flow.serverSide());
        boolean usualPort = port == ICA_PORT || port == CGP_PORT;
        boolean talked = flow.payload(0) > 0 || flow.payload(1) > 0;
        boolean proven = "ica".equals(label) || "cgp".equals(label);
        if (proven || usualPort && talked && label == null) {
            boolean openedBefore = flow.direction() != Flow.Direction.OBSERVED;
            byPair.add(
                    HostPair.of(flow),
                    new Session(flow.start(), flow.end(), port, openedBefore, proven),
                    session -> session.start == flow.start() && session.port == port);
        }
    }

    /** Returns the pair's session that was open at {@code time}, a proven one if possible, or null. */
    @Nullable
    Session openAt(HostPair pair, long time) {
        Session best = null;
        for (Session session : of(pair)) {
            boolean begun = session.start <= time || session.openedBefore;
            boolean open = begun && session.end >= time;
            if (open && (best == null || session.proven && !best.proven)) {
                best = session;
            }
        }
        return best;
    }

    /** All sessions of the pair. */
    Collection<Session> of(HostPair pair) {
        return byPair.of(pair);
    }
}

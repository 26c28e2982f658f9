package dev.periplus.correlate;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ICA and CGP flows of a run by the pair of hosts: proven by their bytes, or standing on their usual ports only. */
final class IcaSessions {
    private static final int ICA_PORT = 1494;
    private static final int CGP_PORT = 2598;
    private static final int MOST_SESSIONS = 256;

    /** @param proven true where the bytes show ICA or CGP */
    record Session(Flow flow, boolean proven) {}

    private final Traffic traffic;
    private final Map<HostPair, List<Session>> byPair = new HashMap<>();

    IcaSessions(Traffic traffic) {
        this.traffic = traffic;
        for (Flow flow : traffic.flows()) {
            if (flow.protocol() != Packet.TCP) {
                continue;
            }
            int port = flow.port(flow.serverSide());
            boolean usualPort = port == ICA_PORT || port == CGP_PORT;
            boolean talked = flow.payload(0) > 0 || flow.payload(1) > 0;
            String label = traffic.ownLabel(flow);
            boolean proven = label.equals("ica") || label.equals("cgp");
            if (proven || usualPort && talked && label.isEmpty()) {
                List<Session> sessions = byPair.computeIfAbsent(HostPair.of(flow), pair -> new ArrayList<>(2));
                if (sessions.size() < MOST_SESSIONS) {
                    sessions.add(new Session(flow, proven));
                }
            }
        }
    }

    /** The pair's session that had begun by {@code time} and was still open then; a proven one is preferred. */
    @Nullable
    Session openAt(HostPair pair, long time) {
        Session best = null;
        for (Session session : byPair.getOrDefault(pair, List.of())) {
            boolean begun = session.flow.start() <= time || traffic.openedBefore(session.flow);
            boolean open = begun && session.flow.end() >= time;
            if (open && (best == null || session.proven && !best.proven)) {
                best = session;
            }
        }
        return best;
    }

    /** All sessions of the pair. */
    List<Session> of(HostPair pair) {
        return byPair.getOrDefault(pair, List.of());
    }
}

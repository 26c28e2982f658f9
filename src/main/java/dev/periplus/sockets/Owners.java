package dev.periplus.sockets;

import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which process owned a port, by the sockets of one host or several. Asked from any thread, best when a flow ends;
 * answers at once and changes nothing.
 *
 * <p>How it works: a side of a flow belongs to a host whose socket has its address and port as local ones (and the other
 * side's as remote ones, if it is connected); a socket bound to every address counts only for the addresses of its host.
 * Of several answers the better grade wins, then the one nearer in time.
 */
public final class Owners {
    private static final Role[] ROLES = Role.values();

    private final List<SocketSource> sources;

    private Owners(List<? extends SocketSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** By saved sockets, of one host or several, of one time or several. */
    public static Owners saved(List<Snapshot> snapshots) {
        return new Owners(snapshots.stream().map(SavedSockets::new).toList());
    }

    /** By those of this host. */
    public static Owners live(LiveSockets sockets) {
        return new Owners(List.of(sockets.recent()));
    }

    /**
     * The owners of a flow, that of the client first: none where no socket matches, both where the flow runs between two
     * local sockets.
     */
    public List<Owner> of(Flow flow) {
        List<Owner> owners = new ArrayList<>(2);
        for (Role role : ROLES) {
            Owner owner = of(flow, role);
            if (owner != null) {
                owners.add(owner);
            }
        }
        return owners;
    }

    /** The owner of one side, or null where no socket matches. */
    public @Nullable Owner of(Flow flow, Role role) {
        Matching matching = new Matching(flow, role);
        Candidate best = null;
        for (SocketSource source : sources) {
            best = Candidate.better(best, matching.in(source));
        }
        return best == null ? null : new Owner(role, best.grade(), best.processes());
    }
}

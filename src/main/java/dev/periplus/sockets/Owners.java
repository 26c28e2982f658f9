package dev.periplus.sockets;

import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the process that owned a port, from the sockets of one or more hosts. Call it from any thread, best when a flow
 * ends; it never waits.
 *
 * <p>How it works: a side of a flow matches a socket that has its address and port as local ones (and those of the
 * other side as remote ones, if it is connected). A socket bound to every address matches only the addresses of its
 * host. Of several matches the better grade wins, then the one nearer in time.
 */
public final class Owners {
    private static final Role[] ROLES = Role.values();

    private final List<SocketSource> sources;

    private Owners(List<? extends SocketSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Looks up owners in saved sockets of one or more hosts and times. */
    public static Owners saved(List<Snapshot> snapshots) {
        return new Owners(snapshots.stream().map(SavedSockets::new).toList());
    }

    /** Looks up owners in the sockets of this host. */
    public static Owners live(LiveSockets sockets) {
        return new Owners(List.of(sockets.recent()));
    }

    /** Returns these owners and those that the captures name. */
    public static Owners with(@Nullable Owners known, CapturedSockets captured) {
        List<SocketSource> all = new ArrayList<>(known == null ? List.of() : known.sources);
        all.add(captured);
        return new Owners(all);
    }

    /**
     * Returns the owners of a flow, the client's first: none if no socket matches, two if the flow runs between two
     * local sockets.
     */
    public List<Owner> of(Flow flow) {
        if (isEmpty()) {
            return List.of();
        }
        List<Owner> owners = new ArrayList<>(2);
        for (Role role : ROLES) {
            Owner owner = of(flow, role);
            if (owner != null) {
                owners.add(owner);
            }
        }
        return owners;
    }

    private boolean isEmpty() {
        for (int i = 0; i < sources.size(); i++) {
            if (!sources.get(i).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Returns the owner of one side, or null if no socket matches. */
    public @Nullable Owner of(Flow flow, Role role) {
        SideMatcher matcher = new SideMatcher(flow, role);
        OwnerCandidate best = null;
        for (SocketSource source : sources) {
            best = OwnerCandidate.better(best, matcher.match(source));
        }
        return best == null ? null : new Owner(role, best.grade(), best.processes());
    }
}

package dev.periplus.correlate;

import dev.periplus.registry.KnownUser;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRegistry;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Tells which ports somebody claims; looks each of them up once. */
final class ClaimedPorts {
    /** A known user of more ports than these claims none of them in particular. */
    private static final int MOST = 1024;

    private final PortRegistry registry;
    private final KnownUsers users;

    /** By IP protocol number; few have ports. */
    private final Map<Integer, Ports> known = new HashMap<>();

    private record Ports(BitSet asked, BitSet claimed) {}

    ClaimedPorts(PortRegistry registry, KnownUsers users) {
        this.registry = registry;
        this.users = users;
    }

    /** Whether a port is registered, or has a known user that does not claim a wide range. */
    boolean contains(int ipProtocol, int port) {
        Ports ports = known.computeIfAbsent(ipProtocol, number -> new Ports(new BitSet(), new BitSet()));
        if (!ports.asked.get(port)) {
            ports.asked.set(port);
            ports.claimed.set(port, registry.isNamed(ipProtocol, port) || isUsed(ipProtocol, port));
        }
        return ports.claimed.get(port);
    }

    private boolean isUsed(int ipProtocol, int port) {
        for (KnownUser user : users.at(ipProtocol, port)) {
            if (user.size() <= MOST) {
                return true;
            }
        }
        return false;
    }
}

package dev.periplus.review;

import dev.periplus.memory.Quota;
import java.util.Set;
import java.util.TreeSet;

/** What the inventory keeps of a client: the protocols it uses and the fingerprints of its programs. */
final class HostUse {
    static final int MOST_PROTOCOLS = 256;

    final TrafficTotals volume;
    final Set<String> protocols = new TreeSet<>();
    final Fingerprints fingerprints = new Fingerprints();

    HostUse(Quota servers) {
        volume = new TrafficTotals(servers);
    }
}

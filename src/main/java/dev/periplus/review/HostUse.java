package dev.periplus.review;

import java.util.Set;
import java.util.TreeSet;

/** What is kept of a host as a client: the protocols in which it asks, and the fingerprints of what asks there. */
final class HostUse {
    static final int MOST_PROTOCOLS = 256;

    final TrafficTotals volume;
    final Set<String> protocols = new TreeSet<>();
    final Fingerprints fingerprints = new Fingerprints();

    HostUse(Quota servers) {
        volume = new TrafficTotals(servers);
    }
}

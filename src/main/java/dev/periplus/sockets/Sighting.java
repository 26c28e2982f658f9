package dev.periplus.sockets;

import java.util.List;

/**
 * A socket, whose it was, and when.
 *
 * @param processes the lowest pid first, at most {@link #MOST}; empty where they are unknown
 * @param from earliest time at which it may have been there, nanoseconds since the epoch
 * @param until latest time
 */
record Sighting(List<OwningProcess> processes, long from, long until) {
    static final int MOST = 16;

    /** How far away in time it is from a span; 0 where they meet. */
    long distance(long start, long end) {
        return from > end ? from - end : Math.max(0, start - until);
    }
}

package dev.periplus.sockets;

import java.util.List;

/**
 * The processes of a socket during a span of time.
 *
 * @param processes lowest pid first, at most {@link #MOST}; empty if unknown
 * @param from earliest time at which the socket may have existed, in nanoseconds since the epoch
 * @param until latest such time
 */
record Sighting(List<OwningProcess> processes, long from, long until) {
    static final int MOST = 16;

    /** Distance in time from a span, in nanoseconds; 0 if they overlap. */
    long distance(long start, long end) {
        return from > end ? from - end : Math.max(0, start - until);
    }
}

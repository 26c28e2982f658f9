package dev.periplus.spark;

import java.io.Serializable;
import java.util.Comparator;

/**
 * To which task a sighting belongs, and in which order there.
 *
 * @param key the Community ID, or the uid of a flow without one
 * @param start nanoseconds since the epoch
 * @param sensor who saw it
 * @param uid of the flow there
 * @param end nanoseconds since the epoch
 * @param digest of the record, so that the same one twice comes one after the other
 */
record StreamOrder(String key, long start, String sensor, String uid, long end, int digest)
        implements Serializable, Tasks.Key, Comparable<StreamOrder> {
    private static final Comparator<StreamOrder> ORDER = Comparator.comparing(StreamOrder::key)
            .thenComparingLong(StreamOrder::start)
            .thenComparing(StreamOrder::sensor)
            .thenComparing(StreamOrder::uid)
            .thenComparingLong(StreamOrder::end)
            .thenComparingInt(StreamOrder::digest);

    @Override
    public int compareTo(StreamOrder other) {
        return ORDER.compare(this, other);
    }

    /** What has the same key goes to the same task. */
    @Override
    public int taskOf(int tasks) {
        return Math.floorMod(key.hashCode(), tasks);
    }
}

package dev.periplus.spark;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;

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
        implements Serializable, Comparable<StreamOrder> {
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

    /** Sends what has the same key to the same task. */
    static final class Tasks extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int tasks;

        Tasks(int tasks) {
            this.tasks = tasks;
        }

        @Override
        public int numPartitions() {
            return tasks;
        }

        @Override
        public int getPartition(Object key) {
            return Math.floorMod(((StreamOrder) key).key.hashCode(), tasks);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Tasks same && same.tasks == tasks;
        }

        @Override
        public int hashCode() {
            return tasks;
        }
    }
}

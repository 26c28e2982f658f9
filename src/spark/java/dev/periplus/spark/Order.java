package dev.periplus.spark;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;

/**
 * Where something belongs: to which task, and in which order there. A reader of several captures takes the earliest packet
 * next and keeps the order of each capture, which is the order of the latest times so far.
 *
 * @param task number of the task
 * @param clock latest time so far in the capture, nanoseconds since the epoch
 * @param capture index of the capture
 * @param number of the packet in the capture
 */
record Order(int task, long clock, int capture, long number) implements Serializable, Comparable<Order> {
    private static final Comparator<Order> ORDER = Comparator.comparingInt(Order::task)
            .thenComparingLong(Order::clock)
            .thenComparingInt(Order::capture)
            .thenComparingLong(Order::number);

    @Override
    public int compareTo(Order other) {
        return ORDER.compare(this, other);
    }

    /** Sends everything to its task. */
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
            return ((Order) key).task;
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

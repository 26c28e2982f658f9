package dev.periplus.spark;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where something belongs: to which task, and in which order there. A reader of several captures takes the earliest packet
 * next and keeps the order of each capture, which is the order of the latest times so far.
 *
 * @param task number of the task
 * @param clock latest time so far in the capture, nanoseconds since the epoch
 * @param capture index of the capture
 * @param number of the packet in the capture
 */
record Order(int task, long clock, int capture, long number) implements Serializable, Tasks.Key, Comparable<Order> {
    private static final Comparator<Order> ORDER = Comparator.comparingInt(Order::task)
            .thenComparingLong(Order::clock)
            .thenComparingInt(Order::capture)
            .thenComparingLong(Order::number);

    @Override
    public int compareTo(Order other) {
        return ORDER.compare(this, other);
    }

    @Override
    public int taskOf(int tasks) {
        return task;
    }
}
